import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { eventFaults } from '../../support/documents.ts';
import { reports } from '../../support/reports.ts';

// outputs.test.ts proves that these are what mcreconcile prints.
const folder = fileURLToPath(new URL('../../fixtures/output-machine/', import.meta.url));

function files(ending: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

function texts(ending: string): string {
  return files(ending)
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
}

/** What a reader prints; that it complains is a failure. */
function read(command: string, args: readonly string[], input = ''): string {
  const stdio = ['pipe', 'pipe', 'pipe'] as const;
  return execFileSync(command, args, { input, stdio: [...stdio], encoding: 'utf8' });
}

describe('what programs read that are not ours:', () => {
  test.each(['drift', 'usage', 'hostile'])('promtool, of the metrics of %s', (name) => {
    const metrics = readFileSync(join(folder, `${name}.prom`), 'utf8');
    expect(read('promtool', ['check', 'metrics'], metrics)).toBe('');
    const twice = metrics.replace('mcreconcile_last_run_exit_code{', '$&x="1",x="1",');
    expect(() => read('promtool', ['check', 'metrics'], twice)).toThrow('duplicate');
  });

  test('xmllint, of every testsuite', () => {
    expect(read('xmllint', ['--noout', ...files('.xml')])).toBe('');
  });

  test('junitparser, of every testsuite: as many testcases, failures and errors as it says', () => {
    const said = JSON.parse(read('/usr/bin/python3', ['-c', junitReader, ...files('.xml')]));
    expect(Object.keys(said)).toEqual(Object.keys(reports).toSorted());
    expect(said).toMatchObject({
      'in-sync': { counts: [4, 0, 0], failure: [], error: [] },
      drift: { counts: [4, 1, 0], failure: ['micro02'], error: [] },
      failure: { counts: [4, 3, 0], failure: ['micro01', 'micro02', '(fleet)'], error: [] },
      unreachable: { counts: [4, 1, 1], failure: ['micro02'], error: ['micro03'] },
      usage: { counts: [1, 0, 1], failure: [], error: ['(fleet)'] },
      hostile: { counts: [3, 1, 2], failure: ['micro01'], error: ['micro02', '(fleet)'] },
    });
  });

  test('Monitoring::Plugin, of every line for Nagios', () => {
    const lines = read('perl', ['-e', perfReader], texts('.nagios.txt')).trim().split('\n');
    expect(lines).toHaveLength(Object.keys(reports).length);
    expect(lines).toContain(
      'WARNING: nodes=3 ok=2 drift=1 changed=0 failed=0 unreachable=0 skipped=0 rolled_back=0 drifted_keys=2 time=1.25s',
    );
    expect(lines).toContain('UNKNOWN: time=1.25s');
  });

  test('jq and ajv, of every event', () => {
    const events = texts('.ndjson');
    const types = read('jq', ['-r', '.type'], events).trim().split('\n');
    expect(new Set(types).size).toBe(6);
    const lines = events.trim().split('\n');
    expect(lines.flatMap((line) => eventFaults(JSON.parse(line)))).toEqual([]);
    expect(eventFaults({ type: 'end', at: '', end: 'changed', more: 1 })).not.toEqual([]);
  });
});

const junitReader = `
import json, os, sys
from junitparser import Error, Failure, JUnitXml
said = {}
for path in sys.argv[1:]:
    [suite] = JUnitXml.fromfile(path)
    of = lambda kind: [case.name for case in suite if any(isinstance(r, kind) for r in case.result)]
    counts = [suite.tests, suite.failures, suite.errors]
    assert len(list(suite)) == suite.tests
    said[os.path.basename(path)[:-4]] = dict(counts=counts, failure=of(Failure), error=of(Error))
print(json.dumps(said))
`;

const perfReader = `
use Monitoring::Plugin::Performance;
while (<STDIN>) {
  chomp;
  my ($said, $data, $more) = split /\\|/;
  die "a bar too many: $_" if defined $more;
  my ($status) = $said =~ /^MCRECONCILE (OK|WARNING|CRITICAL|UNKNOWN) - / or die "no status: $_";
  my @all = Monitoring::Plugin::Performance->parse_perfstring($data);
  print "$status: ", join(' ', map { $_->label . '=' . ($_->value + 0) . ($_->uom // '') } @all), "\\n";
}
`;
