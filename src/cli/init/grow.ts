import { mapOf, type Tree } from '../../exports/yaml.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { type Finding, isError } from '../../problems/problem.ts';
import type { FoundHost } from '../../discovery/heard.ts';
import type { Report } from '../../model/report.ts';
import { err, ok } from '../../model/result.ts';
import { allowing } from '../../planner/allow.ts';
import type { Newcomer } from '../../setup/growth.ts';
import { underlayTree } from '../../setup/inventory-text.ts';
import { joining } from '../../setup/joining.ts';
import { type Choice, chooseUnderlay } from './choose.ts';
import { alreadyThere, extended, type Old, type Read, readOld } from './extend.ts';
import { unsaid } from './from.ts';
import { newHosts } from './newcomers.ts';
import { judged } from './judge.ts';
import { preceded, reportOf } from '../report-of.ts';
import { type InitRequest, type Step, stopped, type Written } from './request.ts';
import { saveOver } from './save.ts';
import { sayFound, sayUsing } from './show.ts';

/** Adds nodes to an inventory of the native form; every line that is there stays as it is. */
export async function grow(words: readonly string[], request: InitRequest): Step<Written> {
  const old = await readOld(request.target, request.context);
  if (!old.ok) return stopped(old.error);
  const hosts = await newHosts(words, old.value, request);
  if (!hosts.ok) return hosts;
  const joined = await joinedBy(hosts.value.nodes, old.value, request);
  if (!joined.ok) return stopped(joined.error);
  return growBy(joined.value, hosts.value.said, request);
}

async function growBy(
  { old, newcomers }: Joined,
  said: readonly Finding[],
  request: InitRequest,
): Step<Written> {
  const choice = await underlayOf(newcomers, request);
  if (!choice.ok) return choice;
  const chosen = choice.value === 'declared' ? [] : (choice.value ?? []);
  sayUsing(chosen, request);
  const settled = newcomers.map((spec) => withUnderlay(spec, choice.value));
  const report = await written(old, settled, request);
  if (!report.ok) return report;
  if (choice.value === 'declared') sayFound(newcomers, report.value, request);
  return ok({
    file: request.target,
    choice: chosen,
    report: preceded(unsaid(said, report.value), report.value),
  });
}

/** The inventory, and the newcomers with what it says of all nodes. */
interface Joined {
  readonly old: Old;
  readonly newcomers: readonly NodeSpec[];
}

async function joinedBy(
  hosts: readonly FoundHost[],
  old: Old,
  { context }: InitRequest,
): Read<Joined> {
  const known = alreadyThere(hosts, old.inventory);
  if (known.length > 0) return err(known);
  const joined = await extended(
    old,
    hosts.map((host) => settings(host)),
    context,
  );
  return joined.ok ? ok({ old, newcomers: joined.value.newcomers }) : joined;
}

/** `declared`: what the inventory says of all nodes does for these, too. */
type Underlay = Choice | 'declared';

async function underlayOf(newcomers: readonly NodeSpec[], request: InitRequest): Step<Underlay> {
  const { underlay, auto } = request.options;
  const isAsked = underlay !== undefined || auto === true;
  const isDeclared = newcomers.every((spec) => spec.underlay !== null);
  return !isAsked && isDeclared ? ok('declared') : chooseUnderlay(newcomers, request);
}

function withUnderlay(spec: NodeSpec, choice: Underlay): Newcomer {
  if (choice === 'declared') return settings(spec);
  const own = choice?.find(({ node }) => node === spec.name);
  const known = spec.underlay || {};
  return settings(spec, own === undefined ? false : underlayTree(own, known));
}

function settings(
  { name, address }: Pick<NodeSpec, 'name' | 'address'>,
  underlay?: Tree,
): Newcomer {
  const entries = [
    ['address', address === name ? undefined : address],
    ['underlay', underlay],
  ] as const;
  return [name, mapOf(entries)];
}

async function written(
  old: Old,
  newcomers: readonly Newcomer[],
  request: InitRequest,
): Step<Report> {
  const { target, options, context } = request;
  const after = await extended(old, newcomers, context);
  if (!after.ok) return stopped(after.error);
  const allowed = allowing(new Set(options.allow)).finding;
  const mixture = joining(old.inventory.nodes, after.value.newcomers).map(allowed);
  if (mixture.some(({ problem }) => isError(problem))) return err(reportOf('init', mixture));
  const report = await judged(after.value.text, target, request);
  if (!report.ok) return report;
  const saved = await saveOver(target, after.value.text, old.text);
  return saved.ok
    ? ok({ ...report.value, problems: [...mixture, ...report.value.problems] })
    : saved;
}
