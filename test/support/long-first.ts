import { BaseSequencer, type TestSpecification } from 'vitest/node';

const long =
  /(chaos|fuzz|init|swaps|certificates|cluster|contract|in-place|outside|faults\/(faults|signals)|hazards\/(endpoints|network))\.test\.ts$/;

/** What takes minutes begins first, so that at the end no processor waits for one file. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => long.test(moduleId);
    return files.toSorted((one, other) => Number(isLong(other)) - Number(isLong(one)));
  }
}
