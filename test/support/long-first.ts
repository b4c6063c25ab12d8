import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes minutes, the longest of all first. */
const long = [
  /e2e\/chaos/,
  /e2e\/init/,
  /faults\/(faults|signals)/,
  /hazards\/(endpoints|network)/,
  /(fuzz|swaps|certificates|cluster|contract|in-place|outside)\.test/,
];

/** What takes minutes begins first, so that at the end no processor waits for one file. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = long.findIndex((each) => each.test(moduleId));
  return rank < 0 ? long.length : rank;
}
