import type { Change } from './change.ts';
import type { CutoverProblem } from './cutover-problem.ts';
import type { FleetProblem } from './fleet-problem.ts';
import type { Place } from './inventory.ts';
import type { MicroovnProblem } from './microovn-problem.ts';
import type { OutsideProblem } from './outside-problem.ts';
import type { PathProblem } from './path-problem.ts';
import type { SetupProblem } from './setup-problem.ts';
import type { TimerProblem } from './timer-problem.ts';
import type { StateProblem } from './state-problem.ts';
import type { SouthboundProblem } from './southbound.ts';

/** Every expected failure. A kind does not compile until describe.ts describes it. */
export type Problem =
  // The files
  | {
      readonly kind: 'invalid-input';
      readonly place: Place;
      readonly cause: string;
      readonly instead: string;
    }
  | { readonly kind: 'file-unreadable'; readonly file: string; readonly reason: string }
  | {
      readonly kind: 'left-out';
      readonly place: Place;
      readonly cause: string;
      readonly instead: string;
    }
  | { readonly kind: 'usage'; readonly cause: string; readonly instead: string }
  | { readonly kind: 'discovery-failed'; readonly reason: string }
  // The connection
  | { readonly kind: 'unreachable'; readonly address: string; readonly reason: string }
  | { readonly kind: 'timed-out'; readonly phase: string; readonly seconds: number }
  | { readonly kind: 'auth-failed'; readonly user: string; readonly tried: readonly string[] }
  | { readonly kind: 'no-key'; readonly reason: string }
  | { readonly kind: 'key-unusable'; readonly file: string; readonly reason: string }
  | { readonly kind: 'known-hosts-unreadable'; readonly file: string; readonly reason: string }
  | {
      readonly kind: 'host-key-unknown';
      readonly address: string;
      readonly offered: HostKey;
      readonly files: readonly string[];
    }
  | {
      readonly kind: 'host-key-changed';
      readonly address: string;
      readonly offered: HostKey;
      readonly expected: readonly string[];
      readonly files: readonly string[];
    }
  | { readonly kind: 'host-key-revoked'; readonly address: string; readonly offered: HostKey }
  | { readonly kind: 'host-ca-only'; readonly address: string; readonly files: readonly string[] }
  | { readonly kind: 'connection-lost'; readonly during: string; readonly reason: string }
  | { readonly kind: 'output-too-large'; readonly limit: number }
  | { readonly kind: 'become-failed'; readonly reason: string }
  // What the node answered
  | { readonly kind: 'ovs-missing'; readonly looked: readonly string[] }
  | { readonly kind: 'ovs-unreachable'; readonly vsctl: string; readonly reason: string }
  | { readonly kind: 'tool-missing'; readonly tool: string }
  | { readonly kind: 'unparseable'; readonly what: string; readonly reason: string }
  // The underlay
  | { readonly kind: 'underlay-undeclared' }
  | { readonly kind: 'management-unknown' }
  | {
      readonly kind: 'interface-missing';
      readonly interface: string;
      readonly found: readonly string[];
    }
  | { readonly kind: 'interface-down'; readonly interface: string }
  | {
      readonly kind: 'address-missing';
      readonly address: string;
      readonly found: readonly string[];
    }
  | {
      readonly kind: 'address-elsewhere';
      readonly address: string;
      readonly interface: string;
      readonly expected: string;
    }
  | { readonly kind: 'address-unusable'; readonly address: string; readonly interface: string }
  | {
      readonly kind: 'prefix-mismatch';
      readonly address: string;
      readonly interface: string;
      readonly declared: number;
      readonly actual: number;
    }
  | { readonly kind: 'no-candidate'; readonly wanted: string; readonly found: readonly string[] }
  | {
      readonly kind: 'several-candidates';
      readonly wanted: string;
      readonly found: readonly string[];
    }
  | {
      readonly kind: 'mtu-too-small';
      readonly interface: string;
      readonly mtu: number;
      readonly needed: number;
      readonly overlay: number;
    }
  | {
      readonly kind: 'duplicate-endpoint';
      readonly address: string;
      readonly nodes: readonly string[];
    }
  | {
      readonly kind: 'endpoint-in-use';
      readonly address: string;
      readonly taker: string;
      readonly holder: string;
    }
  | { readonly kind: 'handed-over'; readonly nodes: readonly string[] }
  | { readonly kind: 'not-an-address'; readonly key: string; readonly value: string }
  | {
      readonly kind: 'foreign-key';
      readonly key: string;
      readonly value: string;
      readonly wanted: string;
    }
  | { readonly kind: 'unknown-variable'; readonly name: string }
  | {
      readonly kind: 'system-id-mismatch';
      readonly declared: string;
      readonly actual: string | null;
    }
  | { readonly kind: 'allowed'; readonly rule: string; readonly problem: Problem }
  | { readonly kind: 'vswitchd-silent' }
  // The fleet
  | FleetProblem
  | MicroovnProblem
  // The tunnels
  | { readonly kind: 'tunnels-not-applicable'; readonly reason: string }
  | { readonly kind: 'tunnel-unattended' }
  | { readonly kind: 'tunnel-missing'; readonly peers: readonly string[] }
  | { readonly kind: 'tunnel-broken'; readonly peers: readonly string[]; readonly reason: string }
  | { readonly kind: 'tunnel-stale'; readonly peers: readonly string[] }
  | {
      readonly kind: 'tunnel-source';
      readonly peers: readonly string[];
      readonly address: string | null;
    }
  | {
      readonly kind: 'tunnel-egress';
      readonly peers: readonly string[];
      readonly found: string;
      readonly expected: string;
    }
  | { readonly kind: 'tunnel-down'; readonly peers: readonly string[] }
  | { readonly kind: 'tunnel-one-way'; readonly peers: readonly string[] }
  | { readonly kind: 'tunnel-unproven'; readonly peers: readonly string[] }
  | SouthboundProblem
  | PathProblem
  | OutsideProblem
  // The write
  | { readonly kind: 'not-confirmed' }
  | { readonly kind: 'not-verified'; readonly reason: string }
  | {
      readonly kind: 'changed-meanwhile';
      readonly key: string;
      readonly seen: string | null;
      readonly now: string | null;
    }
  | { readonly kind: 'outcome-unknown'; readonly reason: string }
  | { readonly kind: 'write-failed'; readonly reason: string }
  | { readonly kind: 'not-converged'; readonly remaining: readonly Change[] }
  | {
      readonly kind: 'mixed';
      readonly others: readonly string[];
      /** The node is about to join a fleet that is otherwise: with an underlay, or without. */
      readonly joins?: 'with' | 'without';
    }
  | { readonly kind: 'mixed-unproven'; readonly others: readonly string[] }
  | CutoverProblem
  | TimerProblem
  | StateProblem
  | SetupProblem
  // The run
  | { readonly kind: 'interrupted'; readonly signal: 'SIGINT' | 'SIGTERM' }
  /** When all was written and verified. */
  | { readonly kind: 'interrupted-late'; readonly signal: 'SIGINT' | 'SIGTERM' }
  /** All was written and verified, and the journal does not say so. */
  | { readonly kind: 'unrecorded'; readonly reason: string }
  | { readonly kind: 'run-deadline'; readonly seconds: number };

/** A host key as OpenSSH shows it: `ssh-ed25519` and `SHA256:…`. */
export interface HostKey {
  readonly type: string;
  readonly fingerprint: string;
}

/** A problem and the nodes that it is about: one, or several for a fleet-wide rule. */
export interface Finding {
  readonly nodes: readonly string[];
  readonly problem: Problem;
}
