import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSouthbound } from '../../../src/remote/southbound/parse.ts';
import { rowsQuestion } from '../../../src/remote/southbound/question.ts';
import { facts } from '../../support/facts.ts';
import { selected } from '../../support/southbound.ts';

// Printed by ovsdb-client 3.1.0 in the lab while micro01 listed two addresses and micro03 had left.
const real =
  '[{"rows":[{"encaps":["set",[["uuid","80f6ec9e-0fe5-4218-bbb6-43f3f402c0bf"],["uuid","9fb501b9-b474-4c76-8cdd-24d39bc0cdc6"]]],"_uuid":["uuid","c1"],"other_config":["map",[["is-interconn","false"]]],"name":"micro01"},' +
  '{"encaps":["uuid","4d97b2b1-2f74-49c0-acbd-e53df23658a9"],"_uuid":["uuid","c2"],"other_config":["map",[["is-interconn","true"]]],"name":"micro02"}]},' +
  '{"rows":[{"_uuid":["uuid","9fb501b9-b474-4c76-8cdd-24d39bc0cdc6"],"ip":"198.18.2.11","type":"geneve"},' +
  '{"_uuid":["uuid","80f6ec9e-0fe5-4218-bbb6-43f3f402c0bf"],"ip":"198.19.2.11","type":"geneve"},' +
  '{"_uuid":["uuid","4d97b2b1-2f74-49c0-acbd-e53df23658a9"],"ip":"198.19.2.12","type":"geneve"}]},' +
  '{"rows":[{"chassis":["uuid","c2"],"logical_port":"cr-to-outside"},{"chassis":["set",[]],"logical_port":"cr-idle"}]},{"count":3}]\n';

function parse(answer: { exit?: number; stdout?: string; stderr?: string }) {
  return parseSouthbound({ exit: 0, stdout: '', stderr: '', ...answer });
}

describe('what a node reads of the southbound database', () => {
  test('are chassis, each with its endpoints', () => {
    expect(parse({ stdout: real })).toEqual({
      ok: true,
      value: {
        chassis: [
          {
            name: 'micro01',
            encaps: [
              { uuid: '80f6ec9e-0fe5-4218-bbb6-43f3f402c0bf', type: 'geneve', ip: '198.19.2.11' },
              { uuid: '9fb501b9-b474-4c76-8cdd-24d39bc0cdc6', type: 'geneve', ip: '198.18.2.11' },
            ],
            interconnected: false,
          },
          {
            name: 'micro02',
            encaps: [
              { uuid: '4d97b2b1-2f74-49c0-acbd-e53df23658a9', type: 'geneve', ip: '198.19.2.12' },
            ],
            interconnected: true,
          },
        ],
        gateways: new Map([
          ['cr-to-outside', 'micro02'],
          ['cr-idle', null],
        ]),
        refusal: null,
      },
    });
  });

  test('may be nothing at all', () => {
    expect(parse({ stdout: selected({}) })).toEqual({
      ok: true,
      value: { chassis: [], gateways: new Map(), refusal: null },
    });
  });

  const refused = 'ovsdb-client: failed to connect to "tcp:198.18.0.1:1" (Connection refused)';
  test.each([
    ['no ovsdb-client', { exit: 127 }, 'there is no ovsdb-client'],
    ['no connection', { exit: 1, stderr: `${refused}\n` }, refused],
    ['silence', { exit: 142 }, 'the database did not answer within 5 s'],
    ['a hang', { exit: 124 }, 'the command did not end in time'],
    ['no text', {}, 'it printed nothing'],
    ['no JSON', { stdout: 'hello' }, 'it printed no JSON'],
    [
      'an error among the results',
      { stdout: '[{"error":"syntax error","details":"No table named Chassis"},null,null,null]' },
      'rows',
    ],
    ['another shape', { stdout: real.replace('["uuid"', '["uid"') }, '/0/rows/0/encaps'],
    ['a name that is none', { stdout: real.replace('"micro01"', '7') }, '/0/rows/0/name'],
  ])('%s is a reason in words', (_name, answer, reason) => {
    const found = parse(answer);
    expect(found.ok ? found.value : found.error).toContain(reason);
  });

  test('never makes the parser throw', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('{', '"', 'null', '[[', '["uuid","x"]', '\n'),
    );
    fc.assert(
      fc.property(fc.nat(real.length), fc.nat(200), piece, (from, length, inserted) => {
        const stdout = real.slice(0, from) + inserted + real.slice(from + length);
        expect(typeof parse({ stdout }).ok).toBe('boolean');
      }),
      { numRuns: 700 },
    );
  });
});

test('the script takes a remote as one word, whatever it holds', () => {
  const { script } = rowsQuestion(facts().ovs, "tcp:1;$(id)'");
  expect(script).toContain(`\nremotes="tcp:1;\\$(id)'"\n`);
});
