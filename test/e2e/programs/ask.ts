// Asks one question of the wizard at the terminal that it runs in, and prints the answer as JSON.
// Usage: ask.ts underlay | retry | overwrite FILE | hosts JSON | choose JSON JSON
import type { Questions } from '../../../src/cli/init/questions.ts';
import { wizard } from '../../../src/cli/init/wizard.ts';

const [question = '', ...args] = process.argv.slice(2);
const data = args.map((text) => JSON.parse(text));
const { stdin: input, stderr: output } = process;
const terminal = {
  input,
  output,
  hasColors: output.hasColors(),
  signal: new AbortController().signal,
};
const ask = wizard(terminal)[question as keyof Questions] as (...data: unknown[]) => unknown;
process.stdout.write(`${JSON.stringify(await ask(...data))}\n`);
