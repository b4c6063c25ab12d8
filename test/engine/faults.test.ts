import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { modelFleet, type ModelFleet } from '../simulator/fleet.ts';
import { encapIps, runOn, spec, underlayPlay } from '../support/builders.ts';

const unmoved = ['198.18.0.11', '198.18.0.12', '198.18.0.13'];
const isWrite = (script: string): boolean => script.includes('wait-until');

function kinds(report: Awaited<ReturnType<typeof runOn>>, at: number): readonly string[] {
  return report.nodes[at]?.problems.map(({ kind }) => kind) ?? [];
}

async function applied(prepare: (fleet: ModelFleet) => void) {
  const fleet = modelFleet(3);
  prepare(fleet);
  return { fleet, report: await runOn(fleet, 'apply') };
}

describe('a node that cannot be read', () => {
  const offered = { type: 'ssh-ed25519', fingerprint: 'SHA256:x' };
  const cases: readonly [Problem, number][] = [
    [{ kind: 'unreachable', address: '198.18.0.12', reason: 'connection refused' }, 4],
    [{ kind: 'auth-failed', address: '198.18.0.12', user: 'root', tried: ['agent'] }, 4],
    [{ kind: 'host-key-unknown', address: '198.18.0.12', offered, files: [] }, 5],
    [
      {
        kind: 'host-key-changed',
        address: '198.18.0.12',
        offered,
        expected: ['SHA256:y'],
        files: [],
      },
      5,
    ],
    [{ kind: 'key-unusable', file: 'k', reason: 'no such file' }, 1],
  ];

  test.each(cases)('$kind stops the write everywhere', async (problem, exit) => {
    const { fleet, report } = await applied(({ faults }) => {
      faults['micro02'] = { connect: () => problem };
    });
    expect(kinds(report, 1)).toEqual([problem.kind]);
    expect(
      report.nodes.map(({ status }) => status).filter((status) => status === 'drift'),
    ).toHaveLength(2);
    expect(exitCode(report)).toBe(exit);
    expect(encapIps(fleet)).toEqual(unmoved);
  });

  test('one that never answers ends at its deadline, and hides nobody', async () => {
    const fleet = modelFleet(3);
    fleet.faults['micro01'] = { connect: () => 'hang' };
    fleet.faults['micro02'] = { script: () => 'hang' };
    const report = await runOn(fleet, 'check');
    expect(report.nodes.map(({ status }) => status)).toEqual(['unreachable', 'failed', 'drift']);
    expect(report.nodes[0]?.problems).toEqual([
      { kind: 'timed-out', phase: 'connecting to 198.18.0.11', seconds: 10, reached: false },
    ]);
    expect(kinds(report, 1)).toEqual(['timed-out']);
    expect(exitCode(report)).toBe(1);
  });

  test.each([
    ['nothing', ''],
    ['half a script', '\nnonce1 begin hostname\nmicro'],
    ['another boundary', '\nforged done\n'],
    ['noise', '\u001b[2J\u0000\uffff'.repeat(1000)],
  ])('%s instead of facts is unparseable', async (_name, stdout) => {
    const { fleet, report } = await applied(({ faults }) => {
      faults['micro03'] = { script: () => ({ exit: 0, signal: null, stdout, stderr: '' }) };
    });
    expect(kinds(report, 2)).toEqual(['unparseable']);
    expect(exitCode(report)).toBe(1);
    expect(encapIps(fleet)).toEqual(unmoved);
  });

  test('one without ovs-vsctl says where it was looked for', async () => {
    const { report } = await applied(({ nodes: [first] }) =>
      Object.assign(first ?? {}, { ovs: false }),
    );
    expect(report.nodes[0]?.problems).toMatchObject([
      {
        kind: 'ovs-missing',
        looked: [
          'ovs-vsctl',
          '/snap/bin/ovs-vsctl',
          'microovn.ovs-vsctl',
          '/snap/bin/microovn.ovs-vsctl',
        ],
      },
    ]);
    expect(exitCode(report)).toBe(1);
  });
});

describe('a write that goes wrong', () => {
  test('a foreign writer between plan and write is not overwritten', async () => {
    const { fleet, report } = await applied(({ faults, nodes }) => {
      faults['micro02'] = {
        script: (_number, text) => {
          if (isWrite(text)) nodes[1]?.row.external_ids.set('ovn-encap-ip', '198.18.0.99');
          return undefined;
        },
      };
    });
    expect(report.nodes[1]?.problems).toMatchObject([
      { kind: 'changed-meanwhile', key: 'ovn-encap-ip', seen: '198.18.0.12', now: '198.18.0.99' },
    ]);
    expect(encapIps(fleet)).toEqual(['198.18.0.11', '198.18.0.99', '198.18.0.13']);
    expect(report.nodes.map(({ status }) => status)).toEqual([
      'rolled_back',
      'failed',
      'rolled_back',
    ]);
    expect(exitCode(report)).toBe(8);
  });

  test('SIGALRM after the commit counts as written, once it is read back', async () => {
    const { fleet, report } = await applied(({ faults, nodes }) => {
      faults['micro02'] = {
        script: (_number, text) => {
          if (!isWrite(text)) return undefined;
          nodes[1]?.row.external_ids.set('ovn-encap-ip', '198.19.0.12');
          return { exit: 142, signal: null, stdout: '', stderr: 'Alarm clock' };
        },
      };
    });
    expect(report.nodes[1]?.status).toBe('changed');
    expect(encapIps(fleet)[1]).toBe('198.19.0.12');
  });

  test('a mute database is a failed write, not a guess', async () => {
    const { fleet, report } = await applied(({ faults }) => {
      faults['micro02'] = {
        script: (_number, text) =>
          isWrite(text) ? { exit: null, signal: 'ALRM', stdout: '', stderr: '' } : undefined,
      };
    });
    expect(kinds(report, 1)).toEqual(['write-failed']);
    expect(encapIps(fleet)).toEqual(unmoved);
  });

  describe('a connection that breaks during the write', () => {
    const lost: Problem = { kind: 'connection-lost', during: 'a command', reason: 'EOF' };
    const breaksAtWrite = (before: () => void) => (_number: number, text: string) => {
      if (!isWrite(text)) return undefined;
      before();
      return lost;
    };

    test('is made anew to look: the write had landed', async () => {
      const { report } = await applied(({ faults, nodes }) => {
        const land = () => nodes[1]?.row.external_ids.set('ovn-encap-ip', '198.19.0.12');
        faults['micro02'] = { script: breaksAtWrite(land) };
      });
      expect(report.nodes[1]).toMatchObject({ status: 'changed', problems: [] });
    });

    test('is made anew to look: the write had not landed', async () => {
      const { fleet, report } = await applied(({ faults }) => {
        faults['micro02'] = { script: breaksAtWrite(() => undefined) };
      });
      expect(report.nodes[1]?.problems).toMatchObject([
        { kind: 'write-failed', reason: expect.stringContaining('the connection broke') },
      ]);
      expect(encapIps(fleet)[1]).toBe('198.18.0.12');
    });

    test('leaves an unknown outcome where it cannot be made anew', async () => {
      const { fleet, report } = await applied(({ faults }) => {
        let broken = false;
        faults['micro02'] = {
          connect: () => (broken ? lost : undefined),
          script: breaksAtWrite(() => void (broken = true)),
        };
      });
      expect(kinds(report, 1)).toEqual(['outcome-unknown', 'not-rolled-back']);
      expect(report.nodes[1]?.written).toBeNull();
      expect(report.problems).toMatchObject([
        { nodes: ['micro02'], problem: { kind: 'half-done' } },
      ]);
      expect(exitCode(report)).toBe(9);
      expect(encapIps(fleet)).toEqual(unmoved);
      expect(fleet.open()).toBe(0);
    });
  });

  test('ovs-vswitchd that dies in between: written, not confirmed, put back', async () => {
    const { fleet, report } = await applied(({ faults, nodes }) => {
      faults['micro02'] = {
        script: (_number, text) => {
          if (isWrite(text)) Object.assign(nodes[1] ?? {}, { vswitchd: false });
          return undefined;
        },
      };
    });
    expect(kinds(report, 1)).toEqual(['not-confirmed']);
    expect(encapIps(fleet)).toEqual(unmoved);
  });

  test('ovn-controller that dies in between: nobody moves the tunnels, put back', async () => {
    const { fleet, report } = await applied(({ faults, nodes }) => {
      for (const node of nodes) node.ovnVersion = '23.03.1\nrunning';
      faults['micro02'] = {
        script: (_number, text) => {
          if (isWrite(text)) Object.assign(nodes[1] ?? {}, { ovnVersion: '23.03.1' });
          return undefined;
        },
      };
    });
    expect(kinds(report, 1)).toContain('tunnel-unattended');
    expect(encapIps(fleet)).toEqual(unmoved);
    expect(exitCode(report)).toBe(8);
  });

  test('a node that hangs while it is disarmed keeps no other from being put back', async () => {
    const fleet = modelFleet(3);
    let hanging = false;
    fleet.faults['micro02'] = {
      script: (_number, text) => {
        hanging ||= text.includes('action=disarm');
        return hanging ? 'hang' : undefined;
      },
    };
    const report = await runOn(fleet, 'apply', { confirm: { seconds: 12 } });
    expect(encapIps(fleet)).toEqual(['198.18.0.11', '198.19.0.12', '198.18.0.13']);
    expect(report.problems).toMatchObject([{ nodes: ['micro02'], problem: { kind: 'half-done' } }]);
    // It puts itself back: it was never disarmed.
    expect(fleet.nodes.map(({ timer }) => timer !== null)).toEqual([false, true, false]);
  });

  test('a node that sets the value back at once is not converged', async () => {
    const { fleet, report } = await applied(({ faults, nodes }) => {
      let written = false;
      faults['micro02'] = {
        script: (_number, text) => {
          if (written) nodes[1]?.row.external_ids.set('ovn-encap-ip', '198.18.0.12');
          written = written || isWrite(text);
          return undefined;
        },
      };
    });
    expect(report.nodes[1]?.problems).toMatchObject([{ kind: 'not-converged' }]);
    expect(report.nodes[1]?.status).toBe('failed');
    expect(encapIps(fleet)).toEqual(unmoved);
    expect(exitCode(report)).toBe(8);
  });
});

describe('what speaks against writing', () => {
  test('two nodes that resolve to one address', async () => {
    const fleet = modelFleet(2);
    const same = spec(1).underlay;
    fleet.nodes[1]?.nics[2]?.addr_info.splice(0, 1, ...(fleet.nodes[0]?.nics[2]?.addr_info ?? []));
    const specs = [spec(1), spec(2, { underlay: same })];
    const report = await runOn(fleet, 'apply', { specs });
    expect(report.problems).toMatchObject([
      {
        nodes: ['micro01', 'micro02'],
        problem: { kind: 'duplicate-endpoint', address: '198.19.0.11' },
      },
    ]);
    expect(report.nodes.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(exitCode(report)).toBe(1);
  });

  test('a chassis-specific key that disagrees', async () => {
    const fleet = modelFleet(1);
    fleet.nodes[0]?.row.external_ids.set('ovn-encap-ip-micro01', '198.18.0.11');
    const report = await runOn(fleet, 'apply');
    expect(report.nodes[0]?.problems).toMatchObject([
      { kind: 'foreign-key', key: 'ovn-encap-ip-micro01', value: '198.18.0.11' },
    ]);
    expect(encapIps(fleet)).toEqual(['198.18.0.11']);
  });

  test.each(['198.19.0.11/24', 'micro01', '198.19.0.11, 198.19.0.12', '[2001:db8::11]'])(
    'a value that is no plain address: %s',
    async (value) => {
      const fleet = modelFleet(1);
      const report = await runOn(fleet, 'apply', { play: underlayPlay({ 'ovn-encap-ip': value }) });
      expect(kinds(report, 0)).toEqual(['not-an-address']);
      expect(encapIps(fleet)).toEqual(['198.18.0.11']);
    },
  );

  test('another machine than the inventory means', async () => {
    const fleet = modelFleet(1);
    const report = await runOn(fleet, 'apply', { specs: [spec(1, { systemId: 'other' })] });
    expect(report.nodes[0]?.problems).toMatchObject([
      { kind: 'system-id-mismatch', declared: 'other', actual: 'micro01' },
    ]);
  });
});

describe('an end from outside', () => {
  test('an interrupt while reading writes nothing and exits 130', async () => {
    const fleet = modelFleet(3);
    const signal = hanging(fleet, 'micro02', { kind: 'interrupted', signal: 'SIGINT' });
    const report = await runOn(fleet, 'apply', { signal });
    expect(exitCode(report)).toBe(130);
    expect(encapIps(fleet)).toEqual(unmoved);
    expect(fleet.open()).toBe(0);
  });

  test('a write that has begun is seen through and put back', async () => {
    const fleet = modelFleet(3);
    const controller = new AbortController();
    fleet.faults['micro02'] = {
      script: (_number, text) => {
        if (isWrite(text)) controller.abort({ kind: 'interrupted', signal: 'SIGTERM' });
        return undefined;
      },
    };
    const report = await runOn(fleet, 'apply', { signal: controller.signal, forks: 1 });
    expect(report.nodes.map(({ written }) => written)).toEqual([false, false, false]);
    expect(encapIps(fleet)).toEqual(unmoved);
    expect(exitCode(report)).toBe(8);
  });

  test("the run's deadline names the nodes that were not done", async () => {
    const fleet = modelFleet(3);
    const signal = hanging(fleet, 'micro03', { kind: 'run-deadline', seconds: 1 });
    const report = await runOn(fleet, 'check', { signal });
    expect(kinds(report, 2)).toEqual(['run-deadline']);
    expect(exitCode(report)).toBe(1);
  });

  /** While a node says nothing, the run is ended. */
  function hanging(fleet: ModelFleet, name: string, problem: Problem): AbortSignal {
    const controller = new AbortController();
    const script = (): 'hang' => {
      queueMicrotask(() => controller.abort(problem));
      return 'hang';
    };
    fleet.faults[name] = { script };
    return controller.signal;
  }
});
