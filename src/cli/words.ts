import { defaultPlaybook, type Planning } from './options.ts';

/** What decides what a run does, and to which nodes. */
export interface Repeated extends Partial<Planning> {
  readonly format?: string;
  readonly style?: string | undefined;
}

/** Options as words that say the same again. */
export function words(options: Repeated): readonly string[] {
  const { playbook } = options;
  const given = {
    '--format': options.format,
    '--style': options.style,
    '--playbook': playbook === defaultPlaybook ? undefined : playbook,
    '--user': options.user,
    '--private-key': options.privateKey,
    '--known-hosts': options.knownHosts,
    '--extra-vars': options.extraVars,
    '--limit': options.limit,
  };
  const pairs = Object.entries(given).flatMap(([name, value = []]) =>
    [value].flat().flatMap((each) => [name, each]),
  );
  return options.become === true ? [...pairs, '--become'] : pairs;
}
