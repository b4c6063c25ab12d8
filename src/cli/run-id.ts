/** `20261122T081500Z-7f3a`: sorts by time, and tells runs of the same second apart. */
export function runId(now: Date, nonce: Uint8Array): string {
  const stamp = now.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  return `${stamp}-${Buffer.from(nonce).toString('hex')}`;
}
