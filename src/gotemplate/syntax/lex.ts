import { TemplateError } from '../values/budget.ts';

export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'space'
  | 'identifier'
  | 'field'
  | 'variable'
  | 'dot'
  | 'number'
  | 'string'
  | 'raw'
  | 'rune'
  | 'bool'
  | 'nil'
  | 'keyword'
  | '('
  | ')'
  | '|'
  | ','
  | ':='
  | '='
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As it is written; fields and variables with their sign. */
  readonly text: string;
  readonly at: number;
}

export const KEYWORDS: ReadonlySet<string> = new Set(
  'block break continue define else end if range template with'.split(' '),
);

const SPACE = ' \t\r\n';
/** One token inside of an action, by the order in which Go tries them. */
const INSIDE =
  /[ \t\r\n]+|"(?:\\[^\n]|[^"\\\n])*"|`[^`]*`|'(?:\\[^\n]|[^'\\\n])*'|:=|[=|(),]|\$[\p{L}\p{Nd}_]*|\.(?!\d)[\p{L}\p{Nd}_]*|[-+]?(?:\.?\d)(?:[eEpP][-+]|[\p{L}\p{Nd}_.])*|[\p{L}_][\p{L}\p{Nd}_]*/uy;

/** Splits a template as text/template does. Throws TemplateError. */
export function lex(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimsNext = false;
  while (at < source.length) {
    const open = source.indexOf('{{', at);
    const end = open < 0 ? source.length : open;
    const trimsLeft = open >= 0 && isLeftTrim(source, open);
    pushText(tokens, source.slice(at, end), at, trimsNext, trimsLeft);
    if (open < 0) break;
    const inside = open + (trimsLeft ? 4 : 2);
    const action = source.startsWith('/*', inside)
      ? comment(source, inside)
      : lexAction(source, open, inside, tokens);
    at = action.at;
    trimsNext = action.trims;
  }
  tokens.push({ kind: 'end', text: '', at: source.length });
  return tokens;
}

function pushText(tokens: Token[], raw: string, at: number, trimsStart: boolean, trimsEnd: boolean): void {
  let text = raw;
  if (trimsStart) text = text.replace(/^[ \t\r\n]+/, '');
  if (trimsEnd) {
    let length = text.length;
    while (length > 0 && SPACE.includes(text.charAt(length - 1))) length--;
    text = text.slice(0, length);
  }
  if (text !== '') tokens.push({ kind: 'text', text, at });
}

function isLeftTrim(source: string, open: number): boolean {
  return source.charAt(open + 2) === '-' && isSpace(source, open + 3);
}

function isSpace(source: string, at: number): boolean {
  return at < source.length && SPACE.includes(source.charAt(at));
}

interface Closed {
  readonly at: number;
  readonly trims: boolean;
}

/** Whether an action ends here: `}}`, or ` -}}`. */
function closeAt(source: string, at: number): Closed | undefined {
  if (isSpace(source, at) && source.startsWith('-}}', at + 1)) return { at: at + 4, trims: true };
  return source.startsWith('}}', at) ? { at: at + 2, trims: false } : undefined;
}

function comment(source: string, at: number): Closed {
  const end = source.indexOf('*/', at);
  if (end < 0) throw new TemplateError('a comment is not closed');
  const closed = closeAt(source, end + 2);
  if (closed === undefined) throw new TemplateError('a comment ends before the action does');
  return closed;
}

function lexAction(source: string, open: number, inside: number, tokens: Token[]): Closed {
  tokens.push({ kind: 'open', text: '{{', at: open });
  let at = inside;
  let depth = 0;
  for (;;) {
    const closed = closeOfAction(source, at, tokens);
    if (closed !== undefined) {
      if (depth > 0) throw new TemplateError('a parenthesis is not closed');
      tokens.push({ kind: 'close', text: '}}', at });
      return closed;
    }
    if (at >= source.length) throw new TemplateError(`the action ${excerpt(source, open)} is not closed`);
    const token = tokenAt(source, at);
    if (token.kind === '(') depth++;
    if (token.kind === ')' && --depth < 0) throw new TemplateError('there is a ) without a (');
    tokens.push(token);
    at += token.text.length;
  }
}

/** The space before a trim marker belongs to the marker; further space before it is space. */
function closeOfAction(source: string, at: number, tokens: Token[]): Closed | undefined {
  const closed = closeAt(source, at);
  if (closed !== undefined || !isSpace(source, at)) return closed;
  let last = at;
  while (isSpace(source, last + 1)) last++;
  const trimmed = closeAt(source, last);
  if (trimmed?.trims) {
    tokens.push({ kind: 'space', text: source.slice(at, last), at });
    return trimmed;
  }
  return undefined;
}

function tokenAt(source: string, at: number): Token {
  INSIDE.lastIndex = at;
  const text = INSIDE.exec(source)?.[0];
  if (text === undefined)
    throw new TemplateError(`${JSON.stringify(source.charAt(at))} cannot stand in ${excerpt(source, at)}`);
  const kind = kindOf(text);
  const needsEnd = ['identifier', 'field', 'variable', 'bool', 'nil', 'keyword', 'dot'].includes(kind);
  if (needsEnd && kind !== 'dot' && !isTerminator(source, at + text.length))
    throw new TemplateError(`a character cannot follow ${text} in ${excerpt(source, at)}`);
  return { kind, text, at };
}

function isTerminator(source: string, at: number): boolean {
  return at >= source.length || /[ \t\r\n.,|:)(]/.test(source.charAt(at)) || source.startsWith('}}', at);
}

function kindOf(text: string): TokenKind {
  const first = text.charAt(0);
  if (SPACE.includes(first)) return 'space';
  switch (first) {
    case '"':
      return 'string';
    case '`':
      return 'raw';
    case "'":
      return 'rune';
    case '$':
      return 'variable';
  }
  if (text === ':=' || text === '=' || text === '|' || text === '(' || text === ')' || text === ',')
    return text;
  if (/^[-+]?\.?\d/.test(text)) return 'number';
  if (first === '.') return text === '.' ? 'dot' : 'field';
  if (text === 'true' || text === 'false') return 'bool';
  if (text === 'nil') return 'nil';
  return KEYWORDS.has(text) ? 'keyword' : 'identifier';
}

export function excerpt(source: string, at: number): string {
  const end = source.indexOf('}}', at);
  const text = source.slice(at, end < 0 ? undefined : end + 2);
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
