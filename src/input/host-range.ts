/** Whether a name stands for several, as `micro[01:12]` does. */
export function hasRange(name: string): boolean {
  return range.test(name);
}

/** The names that `micro[01:12]`, `rack[a:c]` and `node[1:9:2]` stand for, in order, one at a time. */
export function* namesIn(name: string): Generator<string> {
  const match = range.exec(name);
  if (match === null) {
    yield name;
    return;
  }
  const [whole] = match;
  const [head, tail] = [name.slice(0, match.index), name.slice(match.index + whole.length)];
  for (const part of parts(match)) for (const rest of namesIn(tail)) yield head + part + rest;
}

// So few digits that counting stays exact.
const range = /\[(?:(\d{0,9}):(\d{1,9})|([A-Za-z]):([A-Za-z]))(?::([1-9]\d{0,8}))?\]/;

function* parts([, from, to, first, last, step = '1']: RegExpExecArray): Generator<string> {
  if (first !== undefined && last !== undefined) {
    for (let at = code(first); at <= code(last); at += Number(step)) yield String.fromCodePoint(at);
    return;
  }
  // As in Ansible, the zeros of the first number say how wide all are.
  const width = from?.startsWith('0') === true ? from.length : 0;
  for (let at = Number(from); at <= Number(to); at += Number(step))
    yield String(at).padStart(width, '0');
}

function code(letter: string): number {
  return letter.codePointAt(0) ?? 0;
}
