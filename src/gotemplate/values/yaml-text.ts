import { parseInteger } from '../syntax/literals.ts';

/** How go-yaml v2 writes a text. */
export type StringStyle = 'plain' | 'single' | 'double' | 'literal';

const WORDS = new Set(
  'y Y yes Yes YES true True TRUE on On ON n N no No NO false False FALSE off Off OFF ~ null Null NULL .nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF <<'.split(
    ' ',
  ),
);
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const TIME =
  /^\d{4}-(\d{1,2})-(\d{1,2})(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;
/** What may stand in YAML as it is. */
const PRINTABLE = /^[\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;
const INDICATOR = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$))|:(?:[ \t\n]|$)|[ \t\n]#/;

export function stringStyle(text: string): StringStyle {
  const isPrintable = PRINTABLE.test(text);
  const hasSpaceBreak = / \n/.test(text);
  if (text.includes('\n')) return isPrintable && !hasSpaceBreak && !text.endsWith(' ') ? 'literal' : 'double';
  if (text === '' || isOtherType(text)) return 'double';
  if (!isPrintable) return 'double';
  return INDICATOR.test(text) || text.startsWith(' ') || text.endsWith(' ') ? 'single' : 'plain';
}

/** Not a text to a parser, if nothing said so. */
function isOtherType(text: string): boolean {
  if (WORDS.has(text) || BASE_60.test(text)) return true;
  if (/^\.\d/.test(text)) return FLOAT.test(text);
  if (!/^[-+0-9]/.test(text)) return false;
  const plain = text.replaceAll('_', '');
  if (parseInteger(plain) !== undefined || FLOAT.test(plain)) return true;
  const date = TIME.exec(text);
  return (
    date !== null &&
    Number(date[1]) >= 1 &&
    Number(date[1]) <= 12 &&
    Number(date[2]) >= 1 &&
    Number(date[2]) <= 31
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

/** In one line. */
export function quoteYaml(text: string): string {
  const style = stringStyle(text);
  if (style === 'plain') return text;
  if (style === 'single') return `'${text.replaceAll("'", "''")}'`;
  return `"${[...text].map(escaped).join('')}"`;
}

function escaped(letter: string): string {
  const short = ESCAPES[letter];
  if (short !== undefined) return `\\${short}`;
  if (PRINTABLE.test(letter)) return letter;
  const code = letter.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
