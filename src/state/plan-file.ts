import { open, stat } from 'node:fs/promises';
import { planFile } from '../generated/state.js';
import { readBytes } from '../input/read-text.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { replaceWhole } from './durable.ts';
import { canonicalJson, parseJson, sha256, shapeFault } from './json.ts';
import { attempt } from './system-error.ts';

/** Saves a plan, whole or not at all, for its owner only; `version` is the package's. */
export async function savePlan(
  file: string,
  content: SavedPlan,
  version: string,
): Promise<Result<null, Problem>> {
  const saved = await attempt(async () => {
    if (!(await mayReplace(file))) return 'something else is there, and would be lost';
    await replaceWhole(file, textOf(content, version));
    return null;
  });
  const reason = saved.ok ? saved.value : saved.error.reason;
  return reason === null ? ok(null) : err({ kind: 'plan-unsaved', file, reason });
}

/** Reads a plan that this version has saved; what was damaged since is found out. */
export async function loadPlan(file: string, version: string): Promise<Result<SavedPlan, Problem>> {
  const bytes = await readBytes(file, 64);
  if (!bytes.ok) return bytes;
  const plan = parse(bytes.value, version);
  return typeof plan === 'string' ? err({ kind: 'plan-file', file, reason: plan }) : ok(plan);
}

/** Tells a saved plan from an inventory. A pipe is none: it can be read only once. */
export async function isPlanFile(file: string): Promise<boolean> {
  const found = await attempt(async () => (await stat(file)).isFile() && (await head(file)));
  return found.ok && typeof found.value === 'string' && mark.test(found.value);
}

const format = 'mcreconcile.plan/1';
const mark = /^\s*\{\s*"format"\s*:\s*"mcreconcile\.plan\//;

interface PlanFile {
  readonly format: string;
  readonly version: string;
  readonly sha256: string;
  readonly content: SavedPlan;
}

function textOf(content: SavedPlan, version: string): string {
  const document: PlanFile = { format, version, sha256: sha256(canonicalJson(content)), content };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The plan, or why it cannot be trusted. */
function parse(bytes: Uint8Array, version: string): SavedPlan | string {
  const value = parseJson(bytes);
  if (value === undefined) return 'it is no JSON, or it is cut short';
  if (!planFile<PlanFile>(value)) return `it ${shapeFault(planFile)}`;
  if (value.format !== format) return `its format is ${value.format}, not ${format}`;
  if (value.version !== version) return `mcreconcile ${value.version} saved it, this is ${version}`;
  if (value.sha256 !== sha256(canonicalJson(value.content)))
    return 'it is not what was saved: its hash differs';
  return value.content;
}

/** A slip of the hand must not cost an inventory; what mktemp(1) made holds nothing to lose. */
async function mayReplace(file: string): Promise<boolean> {
  const there = await attempt(() => stat(file));
  if (!there.ok) return there.error.code === 'ENOENT';
  return (there.value.isFile() && there.value.size === 0) || isPlanFile(file);
}

async function head(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
