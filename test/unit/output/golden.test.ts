import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diffReport } from '../../../src/output/diff.ts';
import { jsonReport } from '../../../src/output/json.ts';
import { textReport } from '../../../src/output/text.ts';
import type { DriftReport } from '../../../src/output/types.ts';
import { toYaml } from '../../../src/source/positions.ts';
import { CASES, expectedText, readCase } from './report-case.ts';

const now = Date.parse('2026-11-20T09:30:00Z');
const piped = { color: false, tty: false, columns: 100, now };

const FORMS: { readonly [file: string]: (report: DriftReport) => string } = {
  'expected.txt': (report) => textReport(report, piped),
  'expected-tty.txt': (report) => textReport(report, { ...piped, tty: true }),
  'expected.json': jsonReport,
  'expected.diff': (report) => diffReport(report, toYaml),
};

describe.each(readdirSync(CASES))('a report: %s', (name) => {
  it.each(Object.entries(FORMS))('%s', (file, print) => {
    const printed = print(readCase(name));
    expect(printed).toBe(expectedText(name, file, printed));
  });
});
