import type { HealthState } from '../../../src/health/types.ts';
import type { JsonObject, KubeObject } from '../../../src/object.ts';

export interface HealthCase {
  readonly what: string;
  readonly live: KubeObject;
  readonly state: HealthState;
  readonly message: string | null;
  /** What kstatus says where our rule is another's; without it kstatus says the same. */
  readonly kstatus?: 'Current' | 'InProgress' | 'Failed' | 'Error';
}

export function liveObject(
  apiVersion: string,
  kind: string,
  {
    metadata,
    ...fields
  }: { readonly metadata?: JsonObject; readonly [field: string]: JsonObject | undefined } = {},
): KubeObject {
  const given = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return {
    apiVersion,
    kind,
    ...Object.fromEntries(given),
    metadata: { name: 'web', namespace: 'shop', creationTimestamp: '2026-11-20T03:00:00Z', ...metadata },
  };
}

export const yes = (type: string, reason = '', message = '') => ({ type, status: 'True', reason, message });
export const no = (type: string, reason = '', message = '') => ({ type, status: 'False', reason, message });
