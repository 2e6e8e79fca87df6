/** Go's texts are bytes of UTF-8: lengths, cuts and the order of keys count those. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

export function byteSlice(text: string, from: number, to?: number): string {
  return Buffer.from(text).subarray(from, to).toString('utf8');
}

export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export function byKey<T>(entries: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => compareText(a, b));
}

const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const EDGES = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g');
const SPACES = new RegExp(`${SPACE}+`, 'g');

/** strings.TrimSpace */
export function trimSpace(text: string): string {
  return text.replace(EDGES, '');
}

/** goutils.DeleteWhiteSpace, which takes bytes for letters once there is something to delete. */
export function withoutSpace(text: string): string {
  const bytes = Buffer.from(text).toString('latin1');
  const kept = bytes.replace(SPACES, '');
  return kept.length === bytes.length ? text : kept;
}

/** strings.Trim: any of these characters, at both ends. */
export function trimAny(text: string, cutset: string): string {
  const cut = new Set(cutset);
  const letters = [...text];
  let from = 0;
  let to = letters.length;
  while (from < to && cut.has(letters[from] ?? '')) from++;
  while (to > from && cut.has(letters[to - 1] ?? '')) to--;
  return letters.slice(from, to).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** strconv.Quote */
export function quote(text: string): string {
  return `"${[...text].map(escaped).join('')}"`;
}

function escaped(letter: string): string {
  const known = ESCAPES[letter];
  if (known !== undefined) return known;
  if (PRINTABLE.test(letter)) return letter;
  const code = letter.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

const GO_ESCAPE = /\\(?:[abfnrtv\\"']|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3})|\\/g;
const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** strconv.Unquote of what stands between the quotes; undefined: it is not Go's syntax. */
export function unquote(inner: string, mark: '"' | "'"): string | undefined {
  const other = mark === '"' ? "\\'" : '\\"';
  let isValid = true;
  const bytes: string[] = [];
  let from = 0;
  for (const match of inner.matchAll(GO_ESCAPE)) {
    const [written] = match;
    if (written === '\\' || written === other) isValid = false;
    bytes.push(Buffer.from(inner.slice(from, match.index)).toString('latin1'), unescaped(written.slice(1)));
    from = match.index + written.length;
  }
  if (!isValid) return undefined;
  bytes.push(Buffer.from(inner.slice(from)).toString('latin1'));
  return Buffer.from(bytes.join(''), 'latin1').toString('utf8');
}

/** As bytes, one a character: `\xe2\x82\xac` is one letter in three escapes. */
function unescaped(code: string): string {
  const first = code.charAt(0);
  if (/[0-7]/.test(first)) return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
  if (first === 'x') return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  if (first !== 'u' && first !== 'U') return SIMPLE[first] ?? first;
  const point = Number.parseInt(code.slice(1), 16);
  return Buffer.from(String.fromCodePoint(point > 0x10ffff ? 0xfffd : point)).toString('latin1');
}
