import { parseAddress, type Address } from '../model/address.ts';
import type { NodeFacts, OvsFacts } from '../model/facts.ts';
import type { NodeSpec } from '../model/inventory.ts';
import type { Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { chassisName } from './chassis.ts';
import { parseFrames, type Frame } from './frames.ts';
import { parseNics } from './nics.ts';
import { parseOvsRow } from './ovs-row.ts';
import { vsctlCandidates } from './script.ts';

/** How the script ended. */
interface Output {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the script of `factsScript` printed, as facts; strict, for a node may print anything. */
export function parseFacts(
  spec: NodeSpec,
  boundary: string,
  output: Output,
): Result<NodeFacts, Problem> {
  const frames = parseFrames(boundary, output.stdout, output.stderr);
  if (frames === null) return err(unfinished(output));
  const frame = (name: string): Frame => frames.get(name) ?? { exit: 127, stdout: '', stderr: '' };
  const nics = isMissing(frame('nics')) ? noIp : parseNics(frame('nics').stdout);
  if (!nics.ok) return nics;
  const ovs = ovsFacts(spec, frame);
  if (!ovs.ok) return ovs;
  return ok({
    hostname: frame('hostname').stdout.trim(),
    managementIp: managementIp(frame('connection').stdout),
    nics: nics.value,
    ovs: ovs.value,
    ovnVersion: /\d+\.\d+(\.\d+)?/.exec(frame('ovn-version').stdout)?.[0] ?? null,
    systemId: chassisName(
      frame('chassis-arguments').stdout,
      frame('chassis-override').stdout,
      ovs.value.columns.external_ids['system-id'],
    ),
  });
}

/** 126 and 127: the shell found no such command, or none that it may run. */
function isMissing({ exit }: Frame): boolean {
  return exit === 126 || exit === 127;
}

const noIp = err<Problem>({ kind: 'tool-missing', tool: 'ip' });

/** A login shell may refuse to run anything, and say so on either stream. */
function unfinished({ exit, stdout, stderr }: Output): Problem {
  const [last] = `${stderr.trim()}\n${stdout.trim()}`.trim().split('\n').slice(-1);
  const reason = `it ended with exit code ${exit}, saying ${JSON.stringify(last?.slice(0, 200))}`;
  return { kind: 'unparseable', what: 'the facts script', reason };
}

function ovsFacts(spec: NodeSpec, frame: (name: string) => Frame): Result<OvsFacts, Problem> {
  const [vsctl, ovs, vswitchd] = [frame('vsctl'), frame('ovs'), frame('vswitchd')];
  const looked = spec.ovs.vsctl === undefined ? vsctlCandidates : [spec.ovs.vsctl];
  if (vsctl.exit !== 0) return err({ kind: 'ovs-missing', looked });
  const command = vsctl.stdout.trim();
  if (ovs.exit !== 0) {
    return err({ kind: 'ovs-unreachable', vsctl: command, reason: refusal(ovs) });
  }
  const row = parseOvsRow(ovs.stdout);
  if (!row.ok) return row;
  const { external_ids, other_config, version } = row.value;
  const db = spec.ovs.db ?? null;
  const answers = isMissing(vswitchd) ? null : vswitchd.exit === 0;
  return ok({
    vsctl: command,
    db,
    version,
    vswitchdAnswers: answers,
    columns: { external_ids, other_config },
  });
}

/** 142 is SIGALRM: the `--timeout` of ovs-vsctl(8) ran out; 124 comes from timeout(1). */
function refusal({ exit, stderr }: Frame): string {
  if (exit === 124) return 'the command did not end in time';
  if (exit === 142) return 'the database did not answer within 5 s';
  return stderr.trim().split('\n').slice(-1)[0] || `exit code ${exit}`;
}

/** `SSH_CONNECTION` is "client port server port", sshd(8). */
function managementIp(connection: string): Address | null {
  return parseAddress(connection.trim().split(' ')[2] ?? '');
}
