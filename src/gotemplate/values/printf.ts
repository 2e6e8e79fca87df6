import { type Budget, TemplateError } from './budget.ts';
import { format, formatFloat, goExponent } from './format.ts';
import { byKey, quote } from './text.ts';
import { Dict, type GoValue, Int, List, Struct, typeOf } from './values.ts';

interface Verb {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly letter: string;
}

const DIRECTIVE = /%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d*))?(.)?/gsu;

/** fmt.Sprintf. Verbs that no manifest needs (`%#v`, `%p`, `%[1]d`) are TemplateErrors, never a guess. */
export function sprintf(pattern: string, args: readonly GoValue[], budget: Budget): string {
  let next = 0;
  const size = (text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    const value = text === '*' ? starValue(args[next++]) : Number(text);
    if (value > 1000) throw new TemplateError(`printf cannot make a field ${value} wide`);
    return value;
  };
  const printed = pattern.replace(DIRECTIVE, (_, flags: string, w?: string, p?: string, letter?: string) => {
    if (letter === '[')
      throw new TemplateError('printf with explicit argument indexes is not evaluated here');
    const width = size(w);
    const verb = { flags, width, precision: size(p), letter: letter ?? '' };
    if (letter === undefined) return '%!(NOVERB)';
    if (letter === '%') return '%';
    if (next >= args.length) return `%!${letter}(MISSING)`;
    return padded(verb, printedBy(verb, args[next++], budget));
  });
  const extra = args
    .slice(next)
    .map((arg) => ((arg ?? null) === null ? '<nil>' : `${typeOf(arg)}=${format(arg, budget)}`));
  return budget.text(extra.length === 0 ? printed : `${printed}%!(EXTRA ${extra.join(', ')})`);
}

function starValue(value: GoValue): number {
  if (value instanceof Int && value.value >= 0n) return Number(value.value);
  throw new TemplateError('printf takes a width by * from a whole number only');
}

function printedBy(verb: Verb, value: GoValue, budget: Budget, depth = 0): string {
  budget.spend();
  budget.depth(depth);
  const { letter, flags } = verb;
  const isNested = value instanceof List || value instanceof Dict;
  const isNil = (value ?? null) === null;
  if (isAdorned(verb) && (isNested || isNil || letter === 'T')) throw refused(verb, value);
  if (letter === 'T') return typeOf(value);
  if (isNil) return letter === 'v' || depth > 0 ? '<nil>' : `%!${letter}(<nil>)`;
  if (flags.includes('#')) throw new TemplateError(`printf with %#${letter} is not evaluated here`);
  if (letter === 'v' && typeof value !== 'string') {
    // Of a number it is another directive, of %g or %d, with rules of its own.
    if (flags.includes('+') || verb.precision !== undefined) throw refused(verb, value);
    return signed(verb, value, format(value, budget));
  }
  if (letter === 'v' && typeof value === 'string') return cut(verb, value);
  if (typeof value === 'string') return textBy(verb, value) ?? bad(verb, value, budget);
  if (value instanceof Int) return integerBy(verb, value) ?? bad(verb, value, budget);
  if (typeof value === 'number') return floatBy(verb, value) ?? bad(verb, value, budget);
  if (typeof value === 'boolean') return letter === 't' ? String(value) : bad(verb, value, budget);
  if (value instanceof Struct && letter === 's') return value.text;
  const inner = (item: GoValue) => printedBy(verb, item, budget, depth + 1);
  if (value instanceof List) return budget.text(`[${value.items.map(inner).join(' ')}]`);
  if (value instanceof Dict) {
    const pairs = byKey(value.entries).map(([key, item]) => `${inner(key)}:${inner(item)}`);
    return budget.text(`map[${pairs.join(' ')}]`);
  }
  throw refused(verb, value);
}

function refused({ flags, width, precision, letter }: Verb, value: GoValue): TemplateError {
  const directive = `%${flags}${width ?? ''}${precision === undefined ? '' : `.${precision}`}${letter}`;
  return new TemplateError(`printf with ${directive} of ${typeOf(value)} is not evaluated here`);
}

function bad(verb: Verb, value: GoValue, budget: Budget): string {
  const { letter } = verb;
  if (isAdorned(verb)) throw refused(verb, value);
  return `%!${letter}(${typeOf(value)}=${format(value, budget)})`;
}

function isAdorned({ flags, width, precision }: Verb): boolean {
  return flags !== '' || width !== undefined || precision !== undefined;
}

function cut(verb: Verb, text: string): string {
  return verb.precision === undefined ? text : [...text].slice(0, verb.precision).join('');
}

function textBy(verb: Verb, text: string): string | undefined {
  if (verb.letter === 's') return cut(verb, text);
  if (verb.letter === 'q') return quote(cut(verb, text));
  if (isAdorned(verb)) throw refused(verb, text);
  const hex = Buffer.from(text).toString('hex');
  if (verb.letter === 'x') return hex;
  return verb.letter === 'X' ? hex.toUpperCase() : undefined;
}

const BASES: Readonly<Record<string, number>> = { d: 10, x: 16, X: 16, o: 8, b: 2 };

function integerBy(verb: Verb, integer: Int): string | undefined {
  const { letter } = verb;
  const { value } = integer;
  if (letter === 'c' && (value < 0n || value > 0x10ffffn)) throw refused(verb, integer);
  if (letter === 'c') return String.fromCodePoint(Number(value));
  if (letter === 'q' || letter === 'U' || letter === 'O')
    throw new TemplateError(`printf with %${letter} of a whole number is not evaluated here`);
  const base = BASES[letter];
  if (base === undefined) return undefined;
  const digits = (value < 0n ? -value : value).toString(base).padStart(verb.precision ?? 1, '0');
  return signed(
    verb,
    value < 0n ? -1 : 1,
    `${value < 0n ? '-' : ''}${letter === 'X' ? digits.toUpperCase() : digits}`,
  );
}

function floatBy(verb: Verb, value: number): string | undefined {
  const { letter, precision } = verb;
  if (letter === 'g' && precision === undefined) return signed(verb, value, formatFloat(value));
  if (!Number.isFinite(value)) return 'efFgG'.includes(letter) ? formatFloat(value) : undefined;
  if (letter === 'f' || letter === 'F') return signed(verb, value, fixed(value, precision ?? 6));
  if (letter === 'e') return signed(verb, value, exponential(value, precision ?? 6));
  if ('gGEbxX'.includes(letter)) throw new TemplateError(`printf with %${letter} is not evaluated here`);
  return undefined;
}

/** Exact, as Go rounds: half of what the double really is, not of what it looks like. */
function fixed(value: number, digits: number): string {
  if (digits > 100 || Math.abs(value) >= 1e21)
    throw new TemplateError(`printf cannot print ${value} so exactly`);
  return value.toFixed(digits);
}

function exponential(value: number, digits: number): string {
  const [mantissa = '', power = '0'] = value.toExponential(Math.min(digits, 100)).split('e');
  return `${mantissa}e${goExponent(Number(power))}`;
}

function signed(verb: Verb, value: GoValue, text: string): string {
  const isNumber = typeof value === 'number' || value instanceof Int;
  if (!isNumber || text.startsWith('-') || text.startsWith('+')) return text;
  if (verb.flags.includes('+')) return `+${text}`;
  return verb.flags.includes(' ') ? ` ${text}` : text;
}

function padded({ flags, width = 0, precision, letter }: Verb, text: string): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  const isZero = flags.includes('0') && !(precision !== undefined && letter in BASES);
  if (!isZero) return ' '.repeat(missing) + text;
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}
