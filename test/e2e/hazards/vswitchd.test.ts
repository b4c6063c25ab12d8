import { expect, test } from 'vitest';
import { describeLab } from '../../support/lab.ts';
import { startFleet } from './fleet.ts';
import { judge } from './judge.ts';
import { timeout } from './suite.ts';
import { vswitchdHazard } from './vswitchd-case.ts';

describeLab('a switch that would not follow is named before its database is written:', () => {
  test(vswitchdHazard.name, { timeout }, async () => {
    await using lab = await startFleet();
    await expect(judge(lab, vswitchdHazard)).resolves.toBeUndefined();
  });
});
