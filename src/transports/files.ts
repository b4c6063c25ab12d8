/** Asks once a key and gives everybody the same answer, also while it is still being fetched. */
export function memo<K, T>(load: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const answers = new Map<K, Promise<T>>();
  return (key) => {
    const answer = answers.get(key) ?? load(key);
    answers.set(key, answer);
    return answer;
  };
}

/** Why a file cannot be read, from what reading it threw. */
export function fileReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return reasons[code] ?? error.message;
}

/** The reason of a file that is not there. */
export const missing = 'no such file';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: missing,
  ENOTDIR: missing,
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ENOSPC: 'the disk is full',
};
