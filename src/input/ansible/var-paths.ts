/** The files of a `group_vars` or `host_vars` folder by whom they are for, as Ansible looks for them. */
export function filesByName(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const entries = new Map<string, string[]>();
  for (const path of paths.toSorted(inOrder)) {
    const [entry = ''] = path.split('/');
    // A folder without files is there all the same.
    const found = entries.get(entry) ?? [];
    entries.set(entry, isKept(path) ? [...found, path] : found);
  }
  const found = new Map<string, readonly string[]>();
  // The first of these that is there is the only one.
  for (const ending of ['', ...endings])
    for (const [entry, files] of entries) {
      const name = entry.slice(0, entry.length - ending.length);
      if (entry.endsWith(ending) && name !== '' && !found.has(name)) found.set(name, files);
    }
  return found;
}

const endings = ['.yml', '.yaml', '.json'];

/** In a folder for one name: files, but no hidden and no backup files, and no other endings. */
function isKept(path: string): boolean {
  const inner = path.split('/').slice(1);
  const folders = inner.slice(0, -1);
  const file = inner.at(-1);
  if (file === '' || inner.some((part) => part.startsWith('.') || part.endsWith('~'))) return false;
  if (folders.some((folder) => folder.includes('.'))) return false;
  return (
    file === undefined || !file.includes('.') || endings.some((ending) => file.endsWith(ending))
  );
}

/** Folder by folder, by name. */
function inOrder(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  const at = left.findIndex((part, index) => part !== right[index]);
  const [one = '', other = ''] = [left[at], right[at]];
  return one < other ? -1 : 1;
}
