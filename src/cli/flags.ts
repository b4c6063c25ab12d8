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
  : Usage extends `${string}--${infer Long} <${string}`
    ? Camel<Long>
    : Usage extends `${string}--${infer Long}`
      ? Camel<Long>
      : never;

type Camel<Words extends string> = Words extends `${infer Word}-${infer Others}`
  ? `${Word}${Capitalize<Camel<Others>>}`
  : Words;

/** An option with a value, which the environment can set, too: `MCRECONCILE_KNOWN_HOSTS`. */
export function valued<
  Usage extends string,
  Value,
  const Otherwise extends Value | undefined = undefined,
>(
  usage: Usage,
  description: string,
  parse: Parser<Value>,
  otherwise?: Otherwise,
): Flag<Usage, Value | Otherwise> {
  return { usage, option: () => parsed(usage, description, parse).default(otherwise) };
}

/** The same where it must be set. */
export function required<Usage extends string, Value>(
  usage: Usage,
  description: string,
  parse: Parser<Value>,
): Flag<Usage, Value> {
  return { usage, option: () => parsed(usage, description, parse).makeOptionMandatory() };
}

/** On where it is given, or where the environment says so: `MCRECONCILE_BECOME=1`. */
export function flag<Usage extends string>(
  usage: Usage,
  description: string,
): Flag<Usage, true | undefined> {
  const option = (env: Environment): Option => {
    const made = new Option(usage, description);
    // In the environment, commander would take any text for on.
    return /^(1|true|yes)$/i.test(env[variable(made)] ?? '') ? made.default(true) : made;
  };
  return { usage, option };
}

/** `--no-…`, which makes the value of an option false. */
export function off<Usage extends string, Otherwise>(
  usage: Usage,
  description: string,
  otherwise: Otherwise,
): Flag<Usage, false | Otherwise> {
  return { usage, option: () => new Option(usage, description).default(otherwise) };
}

function parsed<Value>(usage: string, description: string, parse: Parser<Value>): Option {
  const option = new Option(usage, description);
  return option.argParser(parse).env(variable(option));
}

function variable(option: Option): string {
  return `MCRECONCILE_${option.name().replaceAll('-', '_').toUpperCase()}`;
}
