// Imported into the program by the chaos suite: stops it (SIGSTOP) right after the line of its
// journal that CHAOS_HALT names is on disk, so that a fault strikes at exactly that moment.
import { open } from 'node:fs/promises';

const names = (process.env['CHAOS_HALT'] ?? '').split(',');

if (names.length > 0) await watch();

/** All ways to write and to flush lead through the one class of open files. */
async function watch() {
  const handle = await open('/dev/null');
  const files = Object.getPrototypeOf(handle);
  await handle.close();
  let written = '';
  for (const name of ['appendFile', 'writeFile', 'write']) {
    after(files, name, (text) => (written = String(text)));
  }
  after(files, 'datasync', () => isBegin(written) || halt(written));
  // The first line has its place once the folder is flushed, too.
  after(files, 'sync', () => isBegin(written) && halt(written));
}

/**
 * @param {Record<string, (...args: unknown[]) => Promise<unknown>>} files
 * @param {string} name @param {(argument: unknown) => unknown} then
 */
function after(files, name, then) {
  const real = files[name];
  if (real === undefined) return;
  files[name] = async function (...args) {
    const result = await real.apply(this, args);
    then(args[0]);
    return result;
  };
}

/** @param {string} line */
function isBegin(line) {
  return line.startsWith('{"type":"begin"');
}

/** @param {string} line */
function halt(line) {
  const [, name = ''] = /^\{"type":"stage".*"name":"([^"]*)"\}\n$/.exec(line) ?? [];
  if (!names.includes(isBegin(line) ? 'begin' : name)) return;
  names.length = 0;
  process.kill(process.pid, 'SIGSTOP');
}
