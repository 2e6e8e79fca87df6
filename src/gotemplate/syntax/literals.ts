import { TemplateError } from '../values/budget.ts';
import { unquote } from '../values/text.ts';
import type { Token } from './lex.ts';
import type { NumberLiteral, Operand } from './nodes.ts';

const INTEGER =
  /^([-+]?)(?:0[xX]((?:_?[\da-fA-F])+)|0[bB]((?:_?[01])+)|0[oO]?((?:_?[0-7])+)|(0|[1-9](?:_?\d)*))$/;
const DECIMAL = /^[-+]?(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d+)?$/;

/** A number, a text or a character as Go writes them. */
export function literal(token: Token): Operand {
  if (token.kind === 'raw') return { type: 'string', value: token.text.slice(1, -1).replaceAll('\r', '') };
  if (token.kind === 'number') return numberLiteral(token.text);
  const isText = token.kind === 'string';
  const value = unquote(token.text.slice(1, -1), isText ? '"' : "'");
  if (value === undefined) throw new TemplateError(`${token.text} is no text as Go writes it`);
  return isText ? { type: 'string', value } : runeLiteral(token.text, value);
}

function runeLiteral(text: string, value: string): NumberLiteral {
  const [letter, ...more] = value;
  if (letter === undefined || more.length > 0) throw new TemplateError(`${text} is not one character`);
  const code = letter.codePointAt(0) ?? 0;
  return { type: 'number', text, integer: BigInt(code), float: code, isFloat: false };
}

function numberLiteral(text: string): NumberLiteral {
  const integer = parseInteger(text);
  if (integer !== undefined) {
    if (integer !== BigInt.asIntN(64, integer)) throw new TemplateError(`${text} overflows int`);
    return { type: 'number', text, integer, float: Number(integer), isFloat: false };
  }
  if (!DECIMAL.test(text)) throw new TemplateError(`${text} is no number that is read here`);
  const float = Number(text.replaceAll('_', ''));
  const whole = Number.isSafeInteger(float) ? BigInt(float) : undefined;
  return { type: 'number', text, integer: whole, float, isFloat: true };
}

/** strconv.ParseInt with base 0, of any size; undefined: it is no whole number. */
export function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const digits = (part: string | undefined) => (part ?? '').replaceAll('_', '');
  const value = BigInt(
    (hex && `0x${digits(hex)}`) ||
      (binary && `0b${digits(binary)}`) ||
      (octal && `0o${digits(octal)}`) ||
      digits(decimal),
  );
  return sign === '-' ? -value : value;
}
