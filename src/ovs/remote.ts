/** One OVSDB remote in active form, as a pattern for schemas: ovsdb(7), without anything odd. */
export const remotePattern = '(unix:/[A-Za-z0-9/_.+-]+|(tcp|ssl):[A-Za-z0-9.:\\[\\]_-]+)';
