import type { ManagerLists } from '../drift/owners/managers.ts';
import { type Cell, unknownWord } from './error.ts';
import { durationOf, entriesOf, fieldsOf, oneOf, textsOf } from './reader.ts';

export type Verdict = 'allow' | 'deny';
export interface GuardSettings {
  readonly protect: 'managed' | 'none';
  readonly breakGlass: Verdict;
  readonly restart: Verdict;
  readonly onError: Verdict;
}

export type RuleAction = 'block' | 'warn' | 'off';
export interface PrePushSettings {
  /** Milliseconds. */
  readonly timeout: number;
  readonly unreachable: RuleAction;
  /** Files, names or globs, whose Secrets may be read by everybody: fixtures of tests, say. */
  readonly plaintext: readonly string[];
  /** What differs from each code's own default. */
  readonly rules: ReadonlyMap<ProblemCode, RuleAction>;
}

export const PROBLEM_CODES = [
  'RENDER_FAILED',
  'INVALID_CONFIG',
  'SERVER_REJECTED',
  'UNKNOWN_FIELD',
  'IMMUTABLE_FIELD',
  'OVERWRITES_LIVE',
  'LIVE_DRIFT',
  'AUTOSCALED_REPLICAS',
  'DELETES_OBJECT',
  'DUPLICATE_OBJECT',
  'NO_SUCH_KIND',
  'NO_SUCH_NAMESPACE',
  'FORBIDDEN',
  'WEBHOOK_UNAVAILABLE',
  'DEPRECATED_API',
  'SERVER_WARNING',
  'PLAINTEXT_SECRET',
  'STAND_IN_NAMESPACE',
  'LOCAL_SCHEMA_ONLY',
  'NEW_ADMISSION',
  'RENDERER_VERSION',
  'NO_ROOT',
  'UNREACHABLE',
  'TIMEOUT',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

const VERDICTS = ['allow', 'deny'] as const;
const ACTIONS = ['block', 'warn', 'off'] as const;

export function guardOf(cell: Cell): GuardSettings {
  const at = fieldsOf(cell, ['protect', 'break-glass', 'restart', 'onError']);
  return {
    protect: oneOf(at('protect'), ['managed', 'none']) ?? 'managed',
    breakGlass: oneOf(at('break-glass'), VERDICTS) ?? 'allow',
    restart: oneOf(at('restart'), VERDICTS) ?? 'allow',
    onError: oneOf(at('onError'), VERDICTS) ?? 'allow',
  };
}

export function managersOf(cell: Cell): ManagerLists {
  const at = fieldsOf(cell, ['people', 'controllers']);
  return { people: textsOf(at('people')), controllers: textsOf(at('controllers')) };
}

export function prePushOf(cell: Cell): PrePushSettings {
  const at = fieldsOf(cell, ['timeout', 'unreachable', 'plaintext', 'rules']);
  const rules = entriesOf(at('rules')).map(
    ([key, action]) => [codeOf(key, action), oneOf(action, ACTIONS) ?? 'warn'] as const,
  );
  return {
    timeout: durationOf(at('timeout')) ?? 30_000,
    unreachable: oneOf(at('unreachable'), ACTIONS) ?? 'warn',
    plaintext: textsOf(at('plaintext')),
    rules: new Map(rules),
  };
}

function codeOf(key: string, cell: Cell): ProblemCode {
  const code = PROBLEM_CODES.find((one) => one === key);
  if (code === undefined)
    throw unknownWord(cell, `unknown rule "${key}" in prePush.rules`, key, PROBLEM_CODES);
  return code;
}
