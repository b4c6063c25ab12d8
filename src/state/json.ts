import { createHash } from 'node:crypto';

/** The value of JSON in UTF-8; undefined: it is something else. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** JSON that is the same for equal values: keys in order, no blanks. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        )
      : inner,
  );
}

/** The hash of a text, in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What a compiled schema has against the value that it was last asked about. */
export function shapeFault({ errors }: Validate): string {
  const [fault] = errors ?? [];
  return `has another shape: ${fault?.instancePath ?? ''} ${fault?.message ?? ''}`;
}

interface Validate {
  errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}
