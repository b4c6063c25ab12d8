import type { NodeState } from '../model/plan.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Lookup } from '../model/template.ts';

/** The variables of design section 4 for one node: the built-in ones cannot be overridden. */
export function variables(node: NodeState): Lookup<Problem> {
  const builtin = builtins(node);
  return (name) => {
    const known = own(builtin, name);
    if (known !== undefined) return known();
    const value = own(node.spec.vars, name);
    return value === undefined ? err({ kind: 'unknown-variable', name }) : ok(value);
  };
}

type Builtin = () => Result<string, Problem>;

/** A node without a system-id gets the one that ovs-ctl has for it, or as in MicroOVN its own name. */
function builtins({ spec, facts, endpoint }: NodeState): Readonly<Record<string, Builtin>> {
  return {
    name: () => ok(spec.name),
    address: () => ok(spec.address),
    management_ip: () => orProblem(facts.managementIp?.text, { kind: 'management-unknown' }),
    underlay_ip: () => (endpoint.ok ? ok(endpoint.value.address.text) : endpoint),
    underlay_interface: () => (endpoint.ok ? ok(endpoint.value.nic.name) : endpoint),
    system_id: () => ok(spec.systemId ?? facts.systemId ?? facts.systemIdFile ?? spec.name),
  };
}

/** A variable may be called `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function orProblem(value: string | undefined, problem: Problem): Result<string, Problem> {
  return value === undefined ? err(problem) : ok(value);
}
