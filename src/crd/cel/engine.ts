import { Environment, EvaluationError, Optional } from '@marcbachmann/cel-js';
import { equal } from './equal.ts';
import { RuleFailure } from './failure.ts';
import { registerFormats } from './formats.ts';
import { registerLists } from './lists.ts';
import { registerMacros } from './macros.ts';
import { registerNetwork } from './network.ts';
import { registerQuantity } from './quantity.ts';
import { registerSemver } from './semver.ts';
import { registerStrings } from './strings.ts';
import { inCode, mentions } from './text.ts';
import { registerUrl } from './url.ts';

export interface Expression {
  readonly text: string;
  readonly self: unknown;
  /** Undefined: there was nothing before. */
  readonly oldSelf: unknown;
  readonly optionalOldSelf: boolean;
}

export type Answer =
  | { readonly as: 'value'; readonly value: unknown; readonly usesOldSelf: boolean }
  /** A rule on a change where nothing was before. */
  | { readonly as: 'skipped' }
  /** The server would not get an answer either, and refuse. */
  | { readonly as: 'failed'; readonly why: string }
  /** It cannot be evaluated here. */
  | { readonly as: 'unknown'; readonly why: string };

/** A span of time; CEL's own. */
export interface Duration {
  readonly seconds: bigint;
  readonly nanos: number;
}

/** What the server itself cannot compute: with these it refuses the object. */
const FAILURES = new Set([
  'no_such_key',
  'index_out_of_bounds',
  'index_out_of_range',
  'division_by_zero',
  'modulo_by_zero',
  'numeric_overflow',
  'int_conversion_error',
  'uint_conversion_error',
  'double_conversion_error',
  'bool_conversion_error',
  'invalid_timestamp',
  'invalid_duration',
  'optional_value_missing',
]);

function kubernetes(oldSelf: 'dyn' | 'optional'): Environment {
  const environment = new Environment({
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 1_000_000, maxDepth: 1_000, maxListElements: 10_000, maxMapEntries: 10_000 },
  })
    .registerVariable('self', 'dyn')
    .registerVariable('oldSelf', oldSelf)
    .registerOperator('optional == optional', (a: Held, b: Held) =>
      a.hasValue() && b.hasValue() ? equal(a.value(), b.value()) : a.hasValue() === b.hasValue(),
    );
  const optional = {
    of: (value: unknown): unknown => Optional.of(value),
    none: (): unknown => Optional.none(),
  };
  registerStrings(environment);
  registerLists(environment);
  registerMacros(environment, optional);
  registerQuantity(environment);
  registerNetwork(environment);
  registerUrl(environment);
  registerSemver(environment);
  registerFormats(environment, optional);
  return environment;
}

const PLAIN = kubernetes('dyn');
const OPTIONAL = kubernetes('optional');

interface Held {
  hasValue(): boolean;
  value(): unknown;
}

type Program = (context: Readonly<Record<string, unknown>>) => unknown;
const PROGRAMS = new Map<string, Program | string>();

/** A rule, or the expression of its message. Rules on a change are skipped where nothing was before, as on create. */
export function evaluate({ text, self, oldSelf, optionalOldSelf }: Expression): Answer {
  const usesOldSelf = mentions(text, 'oldSelf');
  if (usesOldSelf && oldSelf === undefined && !optionalOldSelf) return { as: 'skipped' };
  const key = `${optionalOldSelf} ${text}`;
  const program = PROGRAMS.get(key) ?? compiled(text, optionalOldSelf ? OPTIONAL : PLAIN);
  PROGRAMS.set(key, program);
  if (typeof program === 'string') return { as: 'unknown', why: program };
  const was = optionalOldSelf ? Optional.of(oldSelf) : oldSelf;
  try {
    return {
      as: 'value',
      value: program(was === undefined ? { self } : { self, oldSelf: was }),
      usesOldSelf,
    };
  } catch (error) {
    return failure(error);
  }
}

/** The rule, or why it is none here. */
function compiled(text: string, environment: Environment): Program | string {
  try {
    const program = environment.parse(inCode(text, ours));
    const { valid, error } = program.check();
    return valid || error === undefined ? program : why(error);
  } catch (error) {
    return why(error);
  }
}

function failure(error: unknown): Answer {
  if (error instanceof RuleFailure) return { as: 'failed', why: error.message };
  const isKnown = error instanceof EvaluationError && FAILURES.has(error.code);
  return { as: isKnown ? 'failed' : 'unknown', why: why(error) };
}

/** `matches` takes JavaScript's regular expressions in the library, and `has` not all that Kubernetes' does: ours stand in. */
function ours(code: string): string {
  return code.replace(/\bmatches(?=\s*\()/g, 're2Matches').replace(/(?<![\w.])has(?=\s*\()/g, 'hasField');
}

const NO_OVERLOAD = /^found no matching overload for '(?:.*\.)?(\w+)\(.*\)'$/;

function why(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const name = NO_OVERLOAD.exec(line)?.[1]?.replace('re2Matches', 'matches');
  return name === undefined ? line : `it uses ${name}(), which is not known here`;
}

export function duration(nanos: bigint): Duration {
  const span: unknown = PLAIN.evaluate('duration(self)', { self: `${nanos < 0n ? -nanos : nanos}ns` });
  if (!isDuration(span)) throw new TypeError('no duration');
  return span;
}

function isDuration(value: unknown): value is Duration {
  return typeof value === 'object' && value !== null && 'seconds' in value && 'nanos' in value;
}
