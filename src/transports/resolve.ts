import type { NodeSpec } from '../model/inventory.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Problem } from '../problems/problem.ts';
import { askSsh, type Asked } from './config/ask.ts';
import { destinationOf } from './config/destination-of.ts';
import { hopsOf } from './config/hops.ts';
import { valueOf, type SshConfig } from './config/parse.ts';
import { isPlain } from './config/plain.ts';
import type { Destination } from './destination.ts';
import { sshOf, type TransportSettings } from './settings.ts';

/** How a node is reached: flags over inventory over OpenSSH's configuration. */
export type Resolver = (
  node: NodeSpec,
  signal: AbortSignal,
) => Promise<Result<Destination, Problem>>;

/** Each node is asked about once, and not at all where OpenSSH's configuration says nothing. */
export function resolver(settings: TransportSettings): Resolver {
  const ask = asker(settings);
  const found = new Map<string, Destination>();
  return async (node, signal) => {
    // `init` tries several addresses of one node.
    const key = `${node.name} ${node.address}`;
    const known = found.get(key);
    if (known !== undefined) return ok(known);
    const { user, port, jump } = sshOf(settings, node);
    const asked = { host: node.address, user, port, file: settings.sshConfig };
    const wish = { node, jump, behind: null, depth: 0 };
    const resolved = await resolve(asked, wish, { settings, ask, signal });
    if (resolved.ok) found.set(key, resolved.value);
    return resolved;
  };
}

type Ask = (asked: Asked, signal: AbortSignal) => Promise<Result<SshConfig, Problem>>;

function asker({ sshConfig, remark }: TransportSettings): Ask {
  let plain: Promise<boolean> | undefined;
  return async (asked, signal) => {
    if (sshConfig === 'none') return ok(new Map());
    if (sshConfig === undefined && (await (plain ??= isPlain()))) return ok(new Map());
    const config = await askSsh(asked, signal);
    if (!config.ok) return config;
    if (config.value === null) remark?.(asked.host, noSsh);
    return ok(config.value ?? new Map());
  };
}

const noSsh = "OpenSSH's configuration is not used: there is no ssh program";

interface Wish {
  /** A jump host has none: the inventory's settings are for nodes. */
  readonly node: NodeSpec | undefined;
  /** What inventory or flags say of the way. */
  readonly jump: string | undefined;
  /** The jump host that stands before it, where that is known already. */
  readonly behind: Destination | null;
  readonly depth: number;
}

interface World {
  readonly settings: TransportSettings;
  readonly ask: Ask;
  readonly signal: AbortSignal;
}

async function resolve(
  asked: Asked,
  wish: Wish,
  world: World,
): Promise<Result<Destination, Problem>> {
  const config = await world.ask(asked, world.signal);
  if (!config.ok) return config;
  const here = destinationOf(asked, config.value, { settings: world.settings, node: wish.node });
  if (wish.behind !== null) return ok({ ...here, via: wish.behind });
  const jump = wish.jump ?? valueOf(config.value, 'proxyjump');
  if (jump === null || jump === 'none') return ok(here);
  const hops = wish.depth < deepest ? hopsOf(jump) : null;
  if (hops === null) return err({ kind: 'jump-unusable', host: here.name, jump });
  return behind(here, hops, { ...world, depth: wish.depth + 1 });
}

/** Each of the hops stands behind the one before it, and the host behind the last. */
async function behind(
  here: Destination,
  hops: NonNullable<ReturnType<typeof hopsOf>>,
  { depth, ...world }: World & Pick<Wish, 'depth'>,
): Promise<Result<Destination, Problem>> {
  let via: Destination | null = null;
  for (const hop of hops) {
    const wish: Wish = { node: undefined, jump: undefined, behind: via, depth };
    const next = await resolve({ ...hop, file: here.asked.file }, wish, world);
    if (!next.ok) return next;
    via = next.value;
  }
  return ok({ ...here, via });
}

/** More jump hosts behind one another than anybody has: a configuration that leads in a circle. */
const deepest = 8;
