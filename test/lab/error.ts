/** An expected failure: its message is all that a person needs. */
export class LabError extends Error {
  override name = 'LabError';
}

/** A deadline passed, as opposed to a start that somebody gave up. */
export function isTimeout(signal: AbortSignal): boolean {
  return signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
}
