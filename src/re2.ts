import { RE2JS } from 're2js';

/** A regular expression as Go reads and matches it; undefined: it is none. */
export interface Pattern {
  readonly test: (text: string) => boolean;
  /** Up to `limit` matches, in order. */
  readonly find: (text: string, limit: number) => readonly string[];
}

const COMPILED = new Map<string, Pattern | undefined>();

/** The server's own regular expressions are RE2's, which JavaScript's are not: `(?i)`, `\z`, `[[:alpha:]]`. */
export function pattern(source: string): Pattern | undefined {
  if (!COMPILED.has(source)) COMPILED.set(source, compiled(source));
  return COMPILED.get(source);
}

function compiled(source: string): Pattern | undefined {
  try {
    const expression = RE2JS.compile(source);
    return {
      test: (text) => expression.matcher(text).find(),
      find: (text, limit) => {
        const matcher = expression.matcher(text);
        const found: string[] = [];
        while (found.length < limit && matcher.find()) found.push(matcher.group() ?? '');
        return found;
      },
    };
  } catch {
    return undefined;
  }
}
