import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export function keeperLog(dir: string): string {
  return tail(join(dir, 'keeper.log'));
}

/** The ends of all logs of a node, for the message that says that it failed. */
export function nodeLogs(dir: string, name: string): string {
  const logs = join(dir, 'nodes', name, 'log');
  return keeperLog(dir) + filesUnder(logs).map(tail).join('');
}

function filesUnder(folder: string): string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  } catch {
    return [];
  }
}

function tail(path: string): string {
  const lines = readText(path).trimEnd().split('\n').slice(-12);
  return lines.join('') === '' ? '' : `\n--- ${path}\n${lines.join('\n')}`;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
