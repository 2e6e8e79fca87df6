/** `${NAME}`, or with an operator and what it takes: `${NAME:=default}`, `${NAME/from/to}`, `${#NAME}`. */
export interface Expression {
  readonly name: string;
  readonly operator: string;
  readonly operands: readonly Part[];
}

/** Text, or an expression within it. */
export type Part = string | Expression;

/** What is wrong with a text, in the words of Flux. */
export class BadExpression extends Error {}

/** Deeper nobody nests; what goes on for ever must end somewhere. */
const DEEPEST = 50;

/**
 * Reads a text with expressions as `fluxcd/pkg/envsubst` reads it, its oddities included: `$$` stands for `$`
 * everywhere, `\/` and `\\` are escapes only between slashes, and `${NAME-default}` is an error.
 */
export function parseExpressions(text: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('${', at)) {
      const { expression, end } = readExpression(text, at + 2, 0);
      parts.push(expression);
      at = end;
      continue;
    }
    const { value, end } = readText(text, at, { ends: () => false, nests: true, escapes: '$' });
    parts.push(value);
    at = end;
  }
  return parts;
}

interface Reading {
  readonly expression: Expression;
  /** Where the text goes on after it. */
  readonly end: number;
}

interface TextRules {
  /** Whether a character is no part of it any more. */
  readonly ends: (character: string) => boolean;
  /** `${` ends it, too. */
  readonly nests: boolean;
  /** Which characters escape. */
  readonly escapes: '' | '$' | '$\\';
}

function readText(text: string, from: number, { ends, nests, escapes }: TextRules) {
  let value = '';
  let at = from;
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (nests && text.startsWith('${', at)) break;
    const next = text[at + 1] ?? '';
    const isEscape =
      escapes.includes(character) && (character === '$' ? next === '$' : next === '/' || next === '\\');
    if (isEscape) {
      value += next;
      at += 2;
      continue;
    }
    if (ends(character)) break;
    value += character;
    at += character.length;
  }
  return { value, end: at };
}

const NAME: TextRules = { ends: (one) => !/[\p{L}\p{Nd}_]/u.test(one), nests: false, escapes: '' };
const TO_BRACE: TextRules = { ends: (one) => one === '}', nests: true, escapes: '' };
const TO_BRACE_ESCAPED: TextRules = { ...TO_BRACE, escapes: '$\\' };
const TO_SLASH: TextRules = { ends: (one) => one === '/', nests: true, escapes: '$\\' };
const TO_COLON: TextRules = { ends: (one) => one === ':' || one === '}', nests: true, escapes: '' };

/** `at`: after `${`. */
function readExpression(text: string, at: number, depth: number): Reading {
  if (depth > DEEPEST) throw new BadExpression('expressions are nested too deeply');
  if (text[at] === '#') return readLength(text, at + 1);
  const { value: name, end } = readText(text, at, NAME);
  if (name === '') throw new BadExpression('unable to parse variable name');
  const rest = text.slice(end, end + 2);
  switch (rest[0]) {
    case ':':
      return /^:[=\-?+]/.test(rest)
        ? readDefault(text, end + 2, { name, operator: rest }, depth)
        : readSubstring(text, end + 1, name, depth);
    case '=':
      return readDefault(text, end + 1, { name, operator: '=' }, depth);
    case ',':
    case '^':
      return readCasing(text, end, name);
    case '/':
      return readReplacement(text, end, name, depth);
    case '#':
    case '%':
      return readTrimming(text, end, name, depth);
  }
  if (rest[0] !== '}') throw new BadExpression('missing closing brace');
  return closed(text, end, { name, operator: '' }, []);
}

type Head = Pick<Expression, 'name' | 'operator'>;

function closed(text: string, at: number, head: Head, operands: readonly Part[]): Reading {
  if (text[at] !== '}') throw new BadExpression('bad substitution');
  return { expression: { ...head, operands }, end: at + 1 };
}

function readLength(text: string, at: number): Reading {
  const { value: name, end } = readText(text, at, NAME);
  if (name === '') throw new BadExpression('bad substitution');
  return closed(text, end, { name, operator: '#' }, []);
}

function readDefault(text: string, from: number, head: Head, depth: number): Reading {
  const operands: Part[] = [];
  let at = from;
  while (text[at] !== '}') {
    const { part, end } = readOperand(text, at, TO_BRACE, depth);
    operands.push(part);
    at = end;
  }
  return closed(text, at, head, operands);
}

function readSubstring(text: string, from: number, name: string, depth: number): Reading {
  // a character of several bytes confuses its scanner
  if ((text.codePointAt(from) ?? 0) > 0x7f) throw new BadExpression('bad substitution');
  const head = { name, operator: ':' };
  const start = readOperand(text, from, TO_COLON, depth);
  const colons = run(text, start.end, ':');
  if (colons === 0) return closed(text, start.end, head, [start.part]);
  const length = readOperand(text, start.end + colons, TO_BRACE, depth);
  return closed(text, length.end, head, [start.part, length.part]);
}

function readCasing(text: string, from: number, name: string): Reading {
  const operator = /^[,^]{1,2}/.exec(text.slice(from, from + 2))?.[0] ?? '';
  return closed(text, from + operator.length, { name, operator }, []);
}

function readTrimming(text: string, from: number, name: string, depth: number): Reading {
  const operator = /^(?:##?|%%?)/.exec(text.slice(from, from + 2))?.[0] ?? '';
  const pattern = readOperand(text, from + operator.length, TO_BRACE, depth);
  return closed(text, pattern.end, { name, operator }, [pattern.part]);
}

function readReplacement(text: string, from: number, name: string, depth: number): Reading {
  const operator = /^\/[/#%]?/.exec(text.slice(from, from + 2))?.[0] ?? '';
  const head = { name, operator };
  const pattern = readOperand(text, from + operator.length, TO_SLASH, depth);
  const slashes = run(text, pattern.end, '/');
  if (slashes === 0) throw new BadExpression('bad substitution');
  const at = pattern.end + slashes;
  if (text[at] === '}') return closed(text, at, head, [pattern.part]);
  const replacement = readOperand(text, at, TO_BRACE_ESCAPED, depth);
  return closed(text, replacement.end, head, [pattern.part, replacement.part]);
}

/** A piece of text, or one expression. */
function readOperand(text: string, at: number, rules: TextRules, depth: number) {
  if (text.startsWith('${', at)) {
    const { expression, end } = readExpression(text, at + 2, depth + 1);
    return { part: expression, end };
  }
  const { value, end } = readText(text, at, rules);
  if (end === at) throw new BadExpression('unable to parse substitution within function');
  return { part: value, end };
}

/** How many of this character follow each other. */
function run(text: string, from: number, character: string): number {
  let length = 0;
  while (text[from + length] === character) length++;
  return length;
}
