/** Go's strconv.ParseBool; undefined: kubectl refuses the word. */
export function parseBoolean(word: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(word)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(word)) return false;
  return undefined;
}

/** One CSV record, as flags take that hold a list: `a,b`, `"a,b",c`; nothing is no value. */
export function splitList(text: string): readonly string[] {
  if (text === '') return [];
  const fields = text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g);
  return [...fields].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain);
}

/** `{ resources, pairs }` of `deploy web tier=front old-`: from the first pair on, all words are pairs. */
export function splitPairs(
  args: readonly string[],
  isPair: (word: string) => boolean,
): { readonly resources: readonly string[]; readonly pairs: readonly string[] } {
  const first = args.findIndex(isPair);
  if (first < 0) return { resources: args, pairs: [] };
  return { resources: args.slice(0, first), pairs: args.slice(first) };
}

/** `key=value` or `key-`, as label, annotate and set image tell them from resources. */
export function isPair(word: string): boolean {
  return word.indexOf('=') > 0 || (word.endsWith('-') && word !== '-');
}

/** `KEY=value`, `KEY-`, or `-` for standard input, as set env tells them. */
export function isEnvironment(word: string): boolean {
  return word.indexOf('=') > 0 || word.endsWith('-');
}

export function isTaint(word: string): boolean {
  return word.includes('=') || word.includes(':') || word.endsWith('-');
}
