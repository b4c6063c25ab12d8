import { err, ok, type Result } from '../model/result.ts';

/** What the system said to a call of ours, such as ENOSPC, and what it means. */
export interface SystemError {
  readonly code: string;
  readonly reason: string;
  /** What was thrown. */
  readonly cause: Error;
}

/** What the system refuses is an outcome; anything else that is thrown is a bug. */
export async function attempt<T>(action: () => Promise<T>): Promise<Result<T, SystemError>> {
  try {
    return ok(await action());
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return err({ code: error.code, reason: reasons[error.code] ?? error.message, cause: error });
  }
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return (
    error instanceof Error &&
    'syscall' in error &&
    'code' in error &&
    typeof error.code === 'string'
  );
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is not a directory',
  EISDIR: 'it is a directory',
  EEXIST: 'it exists already',
  ELOOP: 'its symbolic links go round in circles',
  ENAMETOOLONG: 'its name is too long',
};
