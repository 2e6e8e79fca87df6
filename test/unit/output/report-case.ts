import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { BlameReport, DriftReport } from '../../../src/output/types.ts';

export const CASES = new URL('../../golden/output/', import.meta.url);
export const BLAME_CASES = new URL('../../golden/blame/', import.meta.url);

export function readCase(name: string): DriftReport {
  return JSON.parse(readFileSync(caseFile(name, 'input.json', CASES), 'utf8'));
}

export function readBlameCase(name: string): BlameReport {
  return JSON.parse(readFileSync(caseFile(name, 'input.json', BLAME_CASES), 'utf8'));
}

/** What the file expects; with UPDATE_GOLDEN=1 it expects what was printed from then on. */
export function expectedText(name: string, file: string, printed: string, cases = CASES): string {
  const path = caseFile(name, file, cases);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, printed);
  return existsSync(path) ? readFileSync(path, 'utf8') : `missing: run again with UPDATE_GOLDEN=1`;
}

function caseFile(name: string, file: string, cases: URL): URL {
  return new URL(`${encodeURIComponent(name)}/${file}`, cases);
}
