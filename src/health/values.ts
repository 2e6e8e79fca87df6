/** Texts that may quote what is secret, and what stands in its place. */
const QUOTED: readonly (readonly [RegExp, string])[] = [
  // a decoder shows the bytes around the place that it fails at
  [/,? ?error found in #\d+ byte of .*$/, ''],
  // kubectl's apply shows the whole patch
  [/^(?:error when )?applying patch: .* for: "[^"]*": /, ''],
  // credentials of a URL, in front of its host or among its parameters
  [/:\/\/[^\s/'"]*@/g, '://***@'],
  [/([?&][\w.-]{0,40}(?:token|sig|signature|password|secret|key|credential)=)[^&\s'"]*/gi, '$1***'],
  [/\b(Bearer|Basic) (?=\S*\d)[\w+/.~-]{8,}=*/g, '$1 ***'],
  // the YAML and Go libraries quote values of a wrong type
  [/!!(\w+) `[^`]*`/g, '!!$1'],
  [/\bmap\[[^\]:]{0,200}:[^\]]*\]/g, 'map[…]'],
];
const OF_SECRET = /\b[Ss]ecrets?\b/;
const VALUE = /\b((?:Invalid|Unsupported|Duplicate) value: )(?:"(?:[^"\\]|\\.)*"|[^\s:,]+)/g;

/** An error's line without the objects, patches, credentials and values of Secrets that it quotes. */
export function withoutValues(line: string): string {
  const plain = QUOTED.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line);
  const short = withoutObjects(plain);
  return OF_SECRET.test(short) ? short.replace(VALUE, '$1***') : short;
}

/** `{"a": …}` and `core.PodSpec{Env: …}` are quoted whole, environment and all: their braces stay. */
function withoutObjects(line: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let start = line.indexOf('{'); start >= 0; start = line.indexOf('{', from)) {
    const end = endOf(line, start);
    const inner = line.slice(start + 1, end - 1);
    parts.push(line.slice(from, start), /[:="]/.test(inner) ? '{…}' : line.slice(start, end));
    from = end;
  }
  return parts.join('') + line.slice(from);
}

/**
 * Behind the brace that closes the one at `start`; the end of the line where none does. A string ends at a quote that is
 * escaped as often as the one it began with: the object may stand in a string itself.
 */
function endOf(line: string, start: number): number {
  let depth = 0;
  let escapes = 0;
  let opened: number | null = null;
  for (let at = start; at < line.length; at++) {
    const character = line[at];
    if (character === '"' && opened === null) opened = escapes;
    else if (character === '"' && opened === escapes) opened = null;
    else if (opened === null && character === '{') depth++;
    else if (opened === null && character === '}' && --depth === 0) return at + 1;
    escapes = character === '\\' ? escapes + 1 : 0;
  }
  return line.length;
}
