import { Option } from 'commander';
import type { Parser } from './parsers.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** One option of a command, which knows the type of its value. */
export interface Flag<Usage extends string = string, Value = unknown> {
  /** As commander reads it: `-f, --forks <n>`. */
  readonly usage: Usage;
  /** Made anew for every command line: the environment can turn it on. */
  readonly option: (env: Environment) => Option;
  /** Never set, for only its type counts: commander keeps the value. */
  readonly value?: () => Value;
}

/** What a command gets of its flags; the value of `--known-hosts <file>` is `knownHosts`. */
export type Values<Flags extends readonly Flag[]> = Loose<{
  readonly [Each in Flags[number] as Name<Each['usage']>]: Each extends Flag<string, infer Value>
    ? Value
    : never;
}>;

/** What may be undefined may be left out. */
type Loose<T> = Partial<T> & {
  readonly [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key];
};

type Name<Usage> = Usage extends `${string}--no-${infer Long}`
  ? Camel<Long>
  : Usage extends `${string}--${infer Long}`
    ? Camel<Long>
    : never;

type Camel<Words extends string> = Words extends `${infer Word} ${string}`
  ? Camel<Word>
  : Words extends `${infer Word}-${infer Others}`
    ? `${Word}${Capitalize<Camel<Others>>}`
    : Words;

/** An option with a value, which the environment can set, too: `MCRECONCILE_KNOWN_HOSTS`. */
export function valued<U extends string, V, const Else extends V | undefined = undefined>(
  usage: U,
  description: string,
  parse: Parser<V>,
  otherwise?: Else,
) {
  return made<U, V | Else>(usage, description, (option) =>
    parsed(option, parse).default(otherwise),
  );
}

/** The same where the value may be left out: `without` then stands for it. */
export function optional<U extends string, V>(
  usage: U,
  description: string,
  parse: Parser<V>,
  without: V,
) {
  const read: Parser<V> = (typed, before) =>
    Object.is(typed, without) ? without : parse(typed, before);
  return made<U, V | undefined>(usage, description, (option) =>
    parsed(option, read).preset(without),
  );
}

/** The same where it must be set. */
export function required<U extends string, V>(usage: U, description: string, parse: Parser<V>) {
  return made<U, V>(usage, description, (option) => parsed(option, parse).makeOptionMandatory());
}

/** On where it is given, or where the environment says so: `MCRECONCILE_BECOME=1`. */
export function flag<U extends string>(usage: U, description: string) {
  return made<U, true | undefined>(usage, description, (option, env) =>
    // In the environment, commander would take any text for on.
    /^(1|true|yes)$/i.test(env[variable(option)] ?? '') ? option.default(true) : option,
  );
}

/** `--no-…`, which makes the value of an option false. */
export function off<U extends string, Else>(usage: U, description: string, otherwise: Else) {
  return made<U, false | Else>(usage, description, (option) => option.default(otherwise));
}

type Refine = (option: Option, env: Environment) => Option;

function made<U extends string, V>(usage: U, description: string, refine: Refine): Flag<U, V> {
  return { usage, option: (env) => refine(new Option(usage, description), env) };
}

function parsed<Value>(option: Option, parse: Parser<Value>): Option {
  return option.argParser(parse).env(variable(option));
}

function variable(option: Option): string {
  return `MCRECONCILE_${option.name().replaceAll('-', '_').toUpperCase()}`;
}
