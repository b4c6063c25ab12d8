import type { Problem } from './problem.ts';

/** What a problem means for the run; status, result and exit code follow from it. */
export type ProblemClass =
  | 'input'
  | 'usage'
  | 'host-key'
  | 'unreachable'
  | 'node'
  | 'rule'
  | 'write'
  | 'locked'
  | 'rolled-back'
  | 'half-done'
  | 'moved'
  | 'held'
  | 'stale'
  | 'warning'
  | 'note'
  | 'SIGINT'
  | 'SIGTERM';

/** An error stops the run before its first write; the others are said and stop nothing. */
export type Severity = 'error' | 'warning' | 'note';

export function severityOf(problem: Problem): Severity {
  const found = classOf(problem);
  if (found === 'held') return 'note';
  // Nothing has to be done about it any more.
  if (found === 'moved') return 'warning';
  return found === 'warning' || found === 'note' ? found : 'error';
}

export function isError(problem: Problem): boolean {
  return severityOf(problem) === 'error';
}

export function classOf(problem: Problem): ProblemClass {
  if (problem.kind === 'interrupted') return problem.signal;
  // Who answered once was reached.
  if (problem.kind === 'timed-out' && !problem.phase.startsWith('connecting')) return 'node';
  return classes[problem.kind];
}

/** The rules that `--allow` can override, by the kind of their problem. */
export function ruleNames(): readonly string[] {
  return Object.entries(classes).flatMap(([kind, found]) => (found === 'rule' ? [kind] : []));
}

/** What was not looked at, will not stay so, or is left as it is: silence would pass for a good answer. */
export function breaksSilence({ kind }: Problem): boolean {
  return ['southbound-unread', 'timer-found', 'microovn-remote', 'chassis-unlisted'].includes(kind);
}

/** What is wrong with files or arguments, rather than with nodes. */
export function isInput(problem: Problem): boolean {
  return ['input', 'usage'].includes(classOf(problem));
}

const classes: Readonly<Record<Exclude<Problem['kind'], 'interrupted'>, ProblemClass>> = {
  'invalid-input': 'input',
  'file-unreadable': 'input',
  usage: 'usage',
  'discovery-failed': 'node',
  unreachable: 'unreachable',
  'timed-out': 'unreachable',
  'auth-failed': 'unreachable',
  'connection-lost': 'unreachable',
  'no-key': 'node',
  'key-unusable': 'node',
  'known-hosts-unreadable': 'node',
  'host-key-unknown': 'host-key',
  'host-key-changed': 'host-key',
  'host-key-revoked': 'host-key',
  'host-ca-only': 'host-key',
  'output-too-large': 'node',
  'become-failed': 'node',
  'ovs-missing': 'node',
  'ovs-unreachable': 'node',
  'tool-missing': 'node',
  unparseable: 'node',
  'unknown-variable': 'rule',
  'system-id-mismatch': 'rule',
  'underlay-undeclared': 'rule',
  'management-unknown': 'rule',
  'interface-missing': 'rule',
  'interface-down': 'rule',
  'address-missing': 'rule',
  'address-elsewhere': 'rule',
  'address-unusable': 'rule',
  'prefix-mismatch': 'rule',
  'no-candidate': 'rule',
  'several-candidates': 'rule',
  'mtu-too-small': 'rule',
  'duplicate-endpoint': 'rule',
  'endpoint-in-use': 'rule',
  'left-out': 'warning',
  'handed-over': 'warning',
  'in-place': 'note',
  'not-in-place': 'warning',
  'cutover-unsupported': 'rule',
  'gateways-fail-over': 'warning',
  'stood-still': 'note',
  'made-anew': 'warning',
  'not-still': 'write',
  'southbound-unmoved': 'write',
  'not-an-address': 'rule',
  'foreign-key': 'rule',
  mixed: 'rule',
  'mixed-unproven': 'node',
  'chassis-outside': 'rule',
  'outside-unproven': 'node',
  'chassis-unlisted': 'warning',
  'not-of-the-run': 'warning',
  'tunnel-outside': 'node',
  'path-broken': 'rule',
  'path-mtu': 'rule',
  'path-isolated': 'rule',
  'path-wrong-nic': 'rule',
  'tunnels-not-applicable': 'note',
  'tunnel-unattended': 'node',
  'tunnel-missing': 'node',
  'tunnel-broken': 'node',
  'tunnel-stale': 'node',
  'tunnel-source': 'node',
  'tunnel-egress': 'node',
  'tunnel-down': 'node',
  'tunnel-one-way': 'node',
  'tunnel-unproven': 'note',
  'southbound-missing': 'node',
  'southbound-disagrees': 'node',
  'southbound-unread': 'warning',
  'no-carrier': 'rule',
  'mixed-families': 'rule',
  'flow-based-tunnels': 'rule',
  'foreign-chassis': 'rule',
  'secondary-address': 'rule',
  'shared-system-id': 'rule',
  'mtu-shrinks': 'rule',
  'underlay-is-management': 'warning',
  'strict-rp-filter': 'warning',
  ipsec: 'warning',
  'vif-endpoint': 'warning',
  'system-id-file': 'warning',
  'microovn-name': 'warning',
  'microovn-ignores-underlay': 'warning',
  'microovn-unread': 'note',
  'microovn-remote': 'warning',
  allowed: 'warning',
  'vswitchd-silent': 'node',
  'timer-found': 'warning',
  'timer-taken-over': 'note',
  'not-ours': 'warning',
  'nothing-left': 'note',
  'rolled-back': 'rolled-back',
  'half-done': 'half-done',
  'not-put-back': 'write',
  'source-kept': 'note',
  held: 'held',
  unrecorded: 'moved',
  'interrupted-late': 'moved',
  'plan-stale': 'stale',
  'run-died': 'warning',
  'not-confirmed': 'write',
  'not-verified': 'write',
  'changed-meanwhile': 'write',
  'outcome-unknown': 'write',
  'write-failed': 'write',
  'not-converged': 'write',
  'timer-not-armed': 'write',
  'timer-gone': 'write',
  'timer-fired': 'write',
  'node-locked': 'locked',
  'run-deadline': 'node',
  'journal-unwritable': 'write',
  'journal-damaged': 'input',
  locked: 'locked',
  'lock-taken-over': 'note',
  'lock-unusable': 'write',
  'plan-file': 'input',
  'export-unsaved': 'write',
  'none-chosen': 'node',
  'several-chosen': 'node',
  'underlay-ip-absent': 'node',
  'init-unsaved': 'write',
  'plan-unsaved': 'write',
};
