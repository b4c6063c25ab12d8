/** An expected failure: its message is all that a person needs. */
export class LabError extends Error {
  override name = 'LabError';
}
