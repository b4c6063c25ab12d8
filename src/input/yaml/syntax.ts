import type { ErrorCode, YAMLError } from 'yaml';
import type { Advice } from '../invalid.ts';

/** What the YAML parser says, in the words of the other errors. */
export function adviceOf(error: YAMLError): Advice {
  const known = advices[error.code];
  if (known !== undefined) return known;
  return { cause: `this is not valid YAML: ${firstLine(error.message)}`, instead: repair };
}

const repair = 'check the indentation, the quotes and the brackets here and right above';

const advices: Partial<Readonly<Record<ErrorCode, Advice>>> = {
  TAB_AS_INDENT: {
    cause: 'a tab indents this line, which YAML does not allow',
    instead: 'indent with blanks',
  },
  TAG_RESOLVE_FAILED: {
    cause: 'this value has a tag (`!…`) that means nothing here',
    instead: 'leave the tag out, or quote the whole value if it starts with `!`',
  },
  BAD_DIRECTIVE: {
    cause: 'this directive (`%…`) means nothing here',
    instead: 'leave the line out',
  },
  BAD_SCALAR_START: {
    cause: 'a plain value cannot start with this character',
    instead: 'put the value in quotes',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    cause: 'a second `:` stands on this line, or a map starts where a plain value stands already',
    instead: 'put a value with `: ` in quotes, or start a new line for each key',
  },
};

function firstLine(message: string): string {
  const [line = ''] = message.split('\n');
  return line.charAt(0).toLowerCase() + line.slice(1);
}
