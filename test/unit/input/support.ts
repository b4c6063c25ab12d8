import { fileURLToPath } from 'node:url';
import { readInventory } from '../../../src/input/native/inventory.ts';
import { readPlaybook } from '../../../src/input/playbook.ts';
import { parseYaml } from '../../../src/input/yaml.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import type { Problem } from '../../../src/problems/problem.ts';

/** A path beside this file. */
export function pathTo(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

/** Problems as expected.txt has them: `line:column cause | instead`. */
export function lines(problems: readonly Problem[]): string {
  return problems.map((problem) => `${line(problem)}\n`).join('');
}

function line(problem: Problem): string {
  if (problem.kind !== 'invalid-input') return JSON.stringify(problem);
  const { place, cause, instead } = problem;
  return `${place.line}:${place.column} ${cause} | ${instead}`;
}

/** The inventory of a text, or its problems as text. */
export function inventoryOf(text: string): Inventory | string {
  const document = parseYaml(text, 'inventory.yaml');
  if (!document.ok) return lines(document.error);
  const inventory = readInventory(document.value, 'inventory.yaml', (path) => `/expanded/${path}`);
  return inventory.ok ? inventory.value : lines(inventory.error);
}

/** The inventory of a text that has no mistakes. */
export function goodInventory(text: string): Inventory {
  const inventory = inventoryOf(text);
  if (typeof inventory === 'string') throw new Error(inventory);
  return inventory;
}

/** The play of a text, or its problems as text. */
export function playOf(text: string) {
  const document = parseYaml(text, 'play.yaml');
  if (!document.ok) return lines(document.error);
  const play = readPlaybook(document.value, 'play.yaml');
  return play.ok ? play.value : lines(play.error);
}
