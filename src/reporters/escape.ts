/**
 * Makes text that came from a node or a file safe for a terminal: control characters of C0 and
 * C1, DEL, line separators and direction overrides become visible escapes such as `\x1b`.
 */
export function escapeControl(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16);
    return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`;
  });
}

/** The same for other programs: lone surrogates and the two characters that XML forbids are replaced, too. */
export function escapeForeign(text: string): string {
  return escapeControl(text)
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}

/** JSON as text for a terminal or a file: in it, `\uXXXX` is the one escape that a reader turns back. */
export function documentText(document: object): string {
  return safeJson(JSON.stringify(document, null, 2));
}

/** The same on one line. */
export function lineText(document: object): string {
  return safeJson(JSON.stringify(document));
}

function safeJson(json: string): string {
  const safe = json
    // A lone surrogate: jq, for one, reads no document that has one.
    .replace(/\\(?:u(d[89a-f]..)|.)/g, (escape, surrogate?: string) =>
      surrogate === undefined ? escape : '\ufffd',
    )
    .replace(
      unsafeInJson,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    );
  return `${safe}\n`;
}

const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
const unsafeInJson = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
