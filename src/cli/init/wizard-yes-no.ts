import { text } from '@clack/prompts';
import { escapeControl } from '../../reporters/escape.ts';
import { show, type Terminal } from './wizard-terminal.ts';

/** As MicroCloud asks: the word or its first letter, and Enter for the default. */
export async function askYesNo(
  terminal: Terminal,
  question: string,
  otherwise: 'yes' | 'no',
): Promise<boolean | null> {
  const message = `${escapeControl(question)} (yes/no) [default=${otherwise}]`;
  const answer = await show(terminal, (drawn) =>
    text({
      ...drawn,
      message,
      defaultValue: otherwise,
      withGuide: false,
      validate: (typed = '') => (typed === '' || meaning(typed) !== null ? undefined : again),
    }),
  );
  return answer === null ? null : meaning(answer);
}

const again = 'Invalid input, try again.';

function meaning(typed: string): boolean | null {
  const word = typed.trim().toLowerCase();
  if (word === 'yes' || word === 'y') return true;
  return word === 'no' || word === 'n' ? false : null;
}
