import type { Problem } from '../../problems/problem.ts';
import { unknownRule } from '../load-job.ts';
import { usage } from '../report-of.ts';
import type { InitRequest } from './request.ts';

/** Flags that contradict each other, and flags that are missing where there is no terminal. */
export function misuse(request: InitRequest): readonly Problem[] {
  const contradictions = rules.flatMap(([holds, cause, instead]) =>
    holds(request) ? [usage(cause, instead)] : [],
  );
  const unknown = (request.options.allow ?? []).flatMap(unknownRule);
  const wrong = [...contradictions, ...unknown];
  return wrong.length > 0 ? wrong : missing(request);
}

type Rule = readonly [holds: (request: InitRequest) => boolean, cause: string, instead: string];

const rules: readonly Rule[] = [
  [
    ({ target, options: { preseed, hosts, add } }) =>
      preseed !== undefined && (target !== '' || hosts !== undefined || add !== undefined),
    'a preseed names its nodes itself',
    'leave out --hosts, --add and the inventory, or --preseed',
  ],
  [
    ({ options: { preseed, underlay, auto } }) =>
      preseed !== undefined && (underlay !== undefined || auto === true),
    'a preseed names the underlay itself',
    'leave out --underlay, --no-underlay and --auto',
  ],
  [
    ({ target, options: { hosts } }) => target !== '' && hosts !== undefined,
    'both an inventory and --hosts name the nodes',
    'leave one of them out, or use --add HOST to add to the inventory',
  ],
  [
    ({ target, options: { from, preseed, hosts, add } }) =>
      from !== undefined && (target !== '' || isAnyGiven([preseed, hosts, add])),
    'the cluster of --from names the nodes itself',
    'leave out --hosts, --add, --preseed and the inventory, or --from',
  ],
  [
    ({ target, options: { add } }) => add !== undefined && target === '',
    '--add needs an inventory to add to',
    'name it: `mcreconcile init inventory.yaml --add`, or `--add HOST`',
  ],
  [
    ({ options: { add, out, force } }) =>
      add !== undefined && (out !== undefined || force === true),
    '--add writes to the named inventory',
    'leave out --out and --force',
  ],
  [
    ({ options: { auto, underlay } }) => auto === true && Array.isArray(underlay),
    '--auto leaves the underlay out, which --underlay asks for',
    'leave one of them out; --underlay auto takes the likely addresses',
  ],
];

function missing({ target, options, context: { dialogue } }: InitRequest): readonly Problem[] {
  const { from, hosts, preseed, add, underlay, auto = false } = options;
  const canAsk = dialogue !== null && !auto;
  const isNamed = target !== '' || isAnyGiven([from, hosts, preseed, add]);
  // The defaults of an inventory may cover new nodes.
  const isSaid = auto || isAnyGiven([underlay, preseed, add]);
  return [...(isNamed || canAsk ? [] : [noHosts]), ...(isSaid || canAsk ? [] : [noUnderlay])];
}

function isAnyGiven(options: readonly unknown[]): boolean {
  return options.some((option) => option !== undefined);
}

const noHosts = usage(
  'no nodes are named, and there is no terminal to ask at',
  'name them: --from HOST, --hosts a,b,c, an inventory, or --preseed FILE',
);

/** There is nobody to ask. */
export const noUnderlay = usage(
  'no flag says what the underlay is, and there is no terminal to ask at',
  'give --underlay WHAT (a subnet, an interface, NODE=INTERFACE, NODE=IP, auto) or --no-underlay',
);
