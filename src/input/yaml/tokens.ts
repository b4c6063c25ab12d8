import { type CST, Lexer, Parser } from 'yaml';
import { err, ok, type Result } from '../../model/result.ts';
import type { Fault } from './compose.ts';

/**
 * The tokens of a text, or where it nests deeper than any input of ours could:
 * the library calls itself once a level, and deep nesting would take the whole process down.
 */
export function tokensOf(text: string): Result<readonly CST.Token[], Fault> {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    const deep = tooDeep(parser);
    if (deep !== null) return err(deep);
  }
  tokens.push(...parser.end());
  return ok(tokens);
}

const deepest = 64;

function tooDeep({ stack }: Parser): Fault | null {
  const top = stack.at(-1);
  // Below the maps and lists stands the document, and above them the value that is being read.
  if (top === undefined || stack.length <= deepest + 1 || !('items' in top)) return null;
  return {
    offset: top.offset,
    cause: `maps and lists stand more than ${deepest} deep in each other here`,
    instead: 'check the brackets: one may be left open',
  };
}
