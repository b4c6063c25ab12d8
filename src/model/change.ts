/** A value of one key of an OVS map column; null: the key is absent. */
export type Value = string | null;

export type Column = 'external_ids' | 'other_config';

/** What one key of the only row of table Open_vSwitch should hold. */
export interface Wish {
  readonly column: Column;
  readonly key: string;
  readonly value: Value;
}

/** One key that differs: `before` is what was read, and the guard of the write. */
export interface Change {
  readonly table: 'Open_vSwitch';
  readonly column: Column;
  readonly key: string;
  readonly before: Value;
  readonly after: Value;
}
