import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { DriftReport } from '../../../src/output/types.ts';

export const CASES = new URL('../../golden/output/', import.meta.url);

export function readCase(name: string): DriftReport {
  return JSON.parse(readFileSync(caseFile(name, 'input.json'), 'utf8'));
}

/** What the file expects; with UPDATE_GOLDEN=1 it expects what was printed from then on. */
export function expectedText(name: string, file: string, printed: string): string {
  const path = caseFile(name, file);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, printed);
  return existsSync(path) ? readFileSync(path, 'utf8') : `missing: run again with UPDATE_GOLDEN=1`;
}

function caseFile(name: string, file: string): URL {
  return new URL(`${encodeURIComponent(name)}/${file}`, CASES);
}
