import { InvalidArgumentError } from 'commander';

/** Makes a value of what was typed; `before` is what the option already has. */
export type Parser<Value> = (typed: string, before: Value | undefined) => Value;

export function text(typed: string): string {
  return typed;
}

/** For an option that may be given several times; `--no-…` before it is false. */
export function texts(typed: string, before: readonly string[] | false = []): readonly string[] {
  return [...(before || []), typed];
}

/** The same, each of them a list with commas. */
export function names(typed: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...typed.split(',')];
}

export function oneOf<Choice extends string>(...choices: readonly Choice[]): Parser<Choice> {
  return (typed) => {
    const choice = choices.find((each) => each === typed);
    if (choice !== undefined) return choice;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  };
}

/** The name of something in a registry. */
export function keyOf<Name extends string>(
  registry: Readonly<Record<Name, unknown>>,
): Parser<Name> {
  const isName = (typed: string): typed is Name => Object.hasOwn(registry, typed);
  return (typed) => {
    if (isName(typed)) return typed;
    throw new InvalidArgumentError(`Allowed choices are ${Object.keys(registry).join(', ')}.`);
  };
}

export function count(typed: string): number {
  return number(typed, /^\d+$/, [1, Infinity], 'Write a number from 1 on.');
}

export function exitStatus(typed: string): number {
  return number(typed, /^\d+$/, [0, 255], 'Write a number from 0 to 255.');
}

export function seconds(typed: string): number {
  const advice = 'Write seconds, more than 0 and at most 86400.';
  return number(typed, /^\d+(\.\d+)?$/, [Number.MIN_VALUE, 86_400], advice);
}

/** Whole, for the nodes count so; a stage and rolling it back need some each. */
export function confirmSeconds(typed: string): number {
  const advice = 'Write whole seconds, at least 10 and at most 86400.';
  return number(typed, /^\d+$/, [10, 86_400], advice);
}

type Range = readonly [least: number, most: number];

function number(typed: string, form: RegExp, [least, most]: Range, advice: string): number {
  const value = Number(typed);
  if (form.test(typed) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(advice);
}
