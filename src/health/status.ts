import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  objectAt,
  stringOr,
} from '../object.ts';
import { shortError } from './short-error.ts';

/** One entry of `status.conditions`. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  /** Shortened to one printable line. */
  readonly message: string;
}

export function conditionsOf(live: KubeObject): readonly Condition[] {
  const { conditions } = objectAt(live.status);
  return isArray(conditions) ? conditions.filter(isObject).map(conditionOf) : [];
}

function conditionOf({ type, status, reason, message }: JsonObject): Condition {
  return {
    type: stringOr(type, ''),
    status: stringOr(status, ''),
    reason: shortError(stringOr(reason, '')),
    message: shortError(stringOr(message, '')),
  };
}

export function findCondition(
  conditions: readonly Condition[],
  type: string,
  status?: string,
): Condition | undefined {
  return conditions.find((one) => one.type === type && (status === undefined || one.status === status));
}

/** What a condition says, or at least its reason. */
export function wordsOf({ type, reason, message }: Condition): string {
  return [message, reason, type].find((text) => text !== '') ?? '';
}

/** A whole number under the keys; anything else counts as absent. */
export function intAt<T>(value: Json | undefined, keys: readonly string[], other: T): number | T {
  const last = keys.at(-1) ?? '';
  const found = objectAt(value, ...keys.slice(0, -1))[last];
  return typeof found === 'number' && Number.isInteger(found) ? found : other;
}

export function itemsAt(value: Json | undefined, key: string): readonly JsonObject[] {
  const found = objectAt(value)[key];
  return isArray(found) ? found.filter(isObject) : [];
}
