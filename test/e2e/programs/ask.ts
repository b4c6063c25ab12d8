// Asks one question of the wizard at the terminal that it runs in.
// Usage: ask.ts QUESTION DATA ANSWER; DATA is a file with its arguments, the answer goes to the other
import { readFileSync, writeFileSync } from 'node:fs';
import type { Questions } from '../../../src/cli/init/questions.ts';
import { wizard } from '../../../src/cli/init/wizard.ts';

const [question, data = '', answer = ''] = process.argv.slice(2);
const { stdin: input, stderr: output } = process;
const signal = new AbortController().signal;
const questions: Questions = wizard({ input, output, hasColors: output.hasColors(), signal });
const [first, second] = JSON.parse(readFileSync(data, 'utf8'));
// Identity counts: what is proposed is some of what is offered.
const proposal = (second ?? []).map((at: number) => first[at]);
const asked = question === 'hosts' ? questions.hosts(first) : questions.choose(first, proposal);
writeFileSync(answer, JSON.stringify(await asked));
