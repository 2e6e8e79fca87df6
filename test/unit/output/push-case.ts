import { readFileSync } from 'node:fs';
import type { PushReport } from '../../../src/push/types.ts';

export const PUSH_CASES = new URL('../../golden/push/', import.meta.url);

export function readPushCase(name: string): PushReport {
  return JSON.parse(readFileSync(new URL(`${encodeURIComponent(name)}/report.json`, PUSH_CASES), 'utf8'));
}
