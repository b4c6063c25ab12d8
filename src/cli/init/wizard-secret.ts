import { password } from '@clack/prompts';
import { escapeControl } from '../../reporters/escape.ts';
import { show, type Terminal } from './wizard-terminal.ts';

/** What is typed is not shown; null: it was cancelled. */
export function askSecret(terminal: Terminal, question: string): Promise<string | null> {
  const message = escapeControl(question);
  return show(terminal, (drawn) => password({ ...drawn, message, mask: '' }));
}
