import { apply } from './apply.ts';
import { check } from './check.ts';
import { confirm } from './confirm.ts';
import { exportCommand } from './export.ts';
import { facts } from './facts.ts';
import { history } from './history.ts';
import { init } from './init.ts';
import { plan } from './plan.ts';
import { rollback } from './rollback.ts';
import { schema } from './schema.ts';
import { validate } from './validate.ts';

/** Every command, in the order of the help text. */
export const commands = [
  init,
  validate,
  facts,
  plan,
  apply,
  check,
  confirm,
  rollback,
  history,
  exportCommand,
  schema,
];
