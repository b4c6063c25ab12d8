import type { Command } from '../command.ts';
import { apply } from './apply.ts';
import { check } from './check.ts';
import { facts } from './facts.ts';
import { history } from './history.ts';
import { plan } from './plan.ts';
import { schema } from './schema.ts';
import { validate } from './validate.ts';

/** Every command, in the order of the help text. */
export const commands = [
  validate,
  facts,
  plan,
  apply,
  check,
  history,
  schema,
] as readonly Command[];
