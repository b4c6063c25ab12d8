/** A word of the user's in a sentence: on one line, short, and harmless on a terminal. */
export function show(word: string): string {
  const short = word.length > longest ? `${word.slice(0, longest)}…` : word;
  return `\`${short.replaceAll(unprintable, escape)}\``;
}

/** ``a``, ``b`` or ``c``. */
export function choice(words: readonly string[], join = 'or'): string {
  const shown = words.map(show);
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} ${join} ${last}`;
}

const longest = 80;

// Control, format (bidirectional marks), lone surrogates and line separators.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function escape(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
