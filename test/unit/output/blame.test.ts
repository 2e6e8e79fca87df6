import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cutPlace } from '../../../src/output/blame/cells.ts';
import { jsonBlame } from '../../../src/output/blame/json.ts';
import { textBlame } from '../../../src/output/blame/text.ts';
import type { BlameReport } from '../../../src/output/types.ts';
import { columnsOf } from '../../../src/output/words/columns.ts';
import { BLAME_CASES, expectedText, readBlameCase } from './report-case.ts';

const piped = { color: false, tty: false, columns: 100, now: Date.parse('2026-11-20T09:30:00Z') };
const tty = { ...piped, tty: true };

const FORMS: { readonly [file: string]: (report: BlameReport) => string } = {
  'expected.txt': (report) => textBlame(report, piped),
  'expected-tty.txt': (report) => textBlame(report, tty),
  'expected.json': jsonBlame,
};

describe.each(readdirSync(BLAME_CASES))('a blame: %s', (name) => {
  it.each(Object.entries(FORMS))('%s', (file, print) => {
    const printed = print(readBlameCase(name));
    expect(printed).toBe(expectedText(name, file, printed, BLAME_CASES));
  });

  it.each([80, 100, 160])('fits a terminal of %d columns', (columns) => {
    // paths of headings are there to be copied, sentences to be read whole: they are never cut
    const lines = textBlame(readBlameCase(name), { ...tty, columns })
      .trimEnd()
      .split('\n')
      .slice(0, -1);
    const tables = lines.filter((line) => !/^ {2}(?:[.[]|not in |error: |hint: )/.test(line));
    expect(tables.filter((line) => columnsOf(line) > columns)).toEqual([]);
  });

  it('has a line for every field when piped, and says the same in colour', () => {
    const report = readBlameCase(name);
    const lines = textBlame(report, piped).split('\n');
    const fields = lines.filter((line) => / {2}(\.\w|\.metadata)/.test(line));
    expect(fields).toHaveLength(report.objects.flatMap((object) => object.fields).length);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    const plain = (text: string) => text.replace(/\u001b\[\d+m/g, '');
    expect(plain(textBlame(report, { ...piped, color: true }))).toBe(textBlame(report, piped));
    expect(plain(textBlame(report, { ...tty, color: true }))).toBe(textBlame(report, tty));
  });
});

describe('a place that is too long', () => {
  it.each([
    ['apps/web/base/web.yaml:3', 30, 'apps/web/base/web.yaml:3'],
    ['apps/web/base/web.yaml:3', 20, '…/base/web.yaml:3'],
    ['a-name-without-any-folder.yaml:3', 12, '…lder.yaml:3'],
  ])('%s in %d columns is %s', (place, width, text) => {
    expect(cutPlace(place, width)).toBe(text);
  });
});
