import type { Place } from '../../model/inventory.ts';
import type { InventoryInput, NodeInput } from '../schema/inventory.ts';
import type { Document, Path } from '../yaml.ts';
import { merge } from './merge.ts';

/** Settings at one place of the file, and where that is. */
interface Layer {
  readonly path: Path;
  readonly settings: NodeInput;
}

/** A group of the file. */
export interface Group {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly layer: Layer;
}

/** A node with the layers under it, the strongest last. */
export interface Member {
  readonly name: string;
  readonly groups: readonly string[];
  readonly layers: readonly Layer[];
  readonly merged: NodeInput;
}

/** An inventory taken apart, in the order of the file: what the rules look at. */
export interface Context {
  readonly document: Document;
  readonly layers: readonly Layer[];
  readonly groups: readonly Group[];
  readonly members: readonly Member[];
  /** Names of chassis that are not ours. */
  readonly outsiders: readonly string[];
}

/** Lays defaults and groups under each node. */
export function contextOf(document: Document, input: InventoryInput): Context {
  const defaults = { path: ['defaults'], settings: input.defaults ?? {} };
  const groups = groupsOf(document, input.groups ?? {});
  const byNode = groupsByNode(groups);
  const members = names(document, 'nodes', input.nodes).map(([name, settings]) => {
    const own = byNode.get(name) ?? [];
    const node = { path: ['nodes', name], settings: settings ?? {} };
    const layers = [defaults, ...own.map(({ layer }) => layer), node];
    const merged = layers.map((layer) => layer.settings).reduce(merge, {});
    return { name, groups: own.map((group) => group.name), layers, merged };
  });
  const ownLayers = members.flatMap(({ layers }) => layers.slice(-1));
  return {
    document,
    groups,
    members,
    outsiders: input.outsiders ?? [],
    layers: [defaults, ...groups.map(({ layer }) => layer), ...ownLayers],
  };
}

/** Where the strongest layer that has this setting says it; the node itself where none does. */
export function originOf(document: Document, member: Member, setting: readonly string[]): Place {
  const layer = member.layers.findLast(({ settings }) => has(settings, setting));
  if (layer === undefined) return document.place(['nodes', member.name], 'key');
  return document.place([...layer.path, ...setting], 'value');
}

function groupsOf(document: Document, input: NonNullable<InventoryInput['groups']>) {
  return names(document, 'groups', input).map(([name, { nodes, ...settings }]): Group => ({
    name,
    nodes,
    layer: { path: ['groups', name], settings },
  }));
}

function names<T>(document: Document, key: string, map: Readonly<Record<string, T>>) {
  const present = document.keys([key]).filter((name) => Object.hasOwn(map, name));
  return present.flatMap((name): [string, T][] => {
    const value = map[name];
    return value === undefined ? [] : [[name, value]];
  });
}

function groupsByNode(groups: readonly Group[]): ReadonlyMap<string, readonly Group[]> {
  const byNode = new Map<string, Group[]>();
  for (const group of groups)
    for (const node of new Set(group.nodes)) {
      const found = byNode.get(node);
      if (found === undefined) byNode.set(node, [group]);
      else found.push(group);
    }
  return byNode;
}

function has(settings: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  if (typeof settings !== 'object' || settings === null || !Object.hasOwn(settings, key))
    return false;
  return has(Reflect.get(settings, key), rest);
}
