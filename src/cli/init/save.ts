import { lstat, realpath, stat } from 'node:fs/promises';
import { readText } from '../../input/read-text.ts';
import { ok } from '../../model/result.ts';
import { createWhole, replaceWhole } from '../../state/durable.ts';
import { attempt } from '../../state/system-error.ts';
import { usage } from '../report-of.ts';
import { cancelled, type InitRequest, type Step, stopped } from './request.ts';

/** Whether the file may be replaced; false: there is none. A file that is there may be somebody's work. */
export async function consent(file: string, { options, context }: InitRequest): Step<boolean> {
  const isThere = await lstat(file).then(
    () => true,
    () => false,
  );
  if (options.force === true || !isThere) return ok(isThere);
  const questions = await context.dialogue?.questions();
  const answer = (await questions?.overwrite(file)) ?? (questions === undefined ? false : null);
  if (answer === null) return cancelled(context);
  const instead = 'name another with --out, replace it with --force, or add nodes to it with --add';
  return answer ? ok(true) : stopped([usage(`${file} is there already`, instead)]);
}

/** Writes the whole file, or nothing of it. */
export async function save(file: string, text: string, replace: boolean): Step<null> {
  const saved = await attempt(() => (replace ? inPlace(file, text) : createWhole(file, text)));
  return saved.ok ? ok(null) : unsaved(file, saved.error.reason);
}

/** The same, unless somebody has changed the file since `before` was read of it. */
export async function saveOver(file: string, text: string, before: string): Step<null> {
  const now = await readText(file);
  if (now.ok && now.value === before) return save(file, text, true);
  return unsaved(file, 'somebody has changed it meanwhile');
}

/** A link stays a link, and the file keeps its mode. */
async function inPlace(file: string, text: string): Promise<void> {
  const path = await realpath(file);
  const { mode } = await stat(path);
  await replaceWhole(path, text, mode & 0o777);
}

function unsaved(file: string, reason: string) {
  return stopped([{ kind: 'init-unsaved', file, reason }]);
}
