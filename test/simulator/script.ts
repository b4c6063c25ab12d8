import { parse } from 'shell-quote';

/** What a line `name=…` of a script sets. */
export function valueOf(name: string, script: string): string {
  const [, quoted = ''] = new RegExp(`^${name}=(.*)$`, 'm').exec(script) ?? [];
  const [word] = parse(quoted);
  return typeof word === 'string' ? word : '';
}
