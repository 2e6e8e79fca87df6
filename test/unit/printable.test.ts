import { PassThrough } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ManifestError } from '../../src/errors.ts';
import { jsonReport } from '../../src/output/json.ts';
import { nameReport } from '../../src/output/name.ts';
import { textReport } from '../../src/output/text.ts';
import { yamlReport } from '../../src/output/yaml.ts';
import { printable } from '../../src/printable.ts';
import { toYaml } from '../../src/source/positions.ts';
import { warn } from '../../src/terminal/warn.ts';
import { readCase } from './output/report-case.ts';

const HOSTILE = {
  'escape character': '\u001b',
  'carriage return': '\r',
  delete: '\u007f',
  'C1 control': '\u009b',
  'no-break space': '\u00a0',
  'soft hyphen': '\u00ad',
  'grapheme joiner': '\u034f',
  'Arabic letter mark': '\u061c',
  'Hangul filler': '\u3164',
  'zero width space': '\u200b',
  'line separator': '\u2028',
  'paragraph separator': '\u2029',
  override: '\u202e',
  isolate: '\u2066',
  'byte order mark': '\ufeff',
  'ideographic space': '\u3000',
  'empty braille': '\u2800',
  'tag letter': '\u{e0061}',
  'half a character': '\ud83d',
};

describe.each(Object.entries(HOSTILE))('a name with a %s', (_, mark) => {
  const name = `web${mark}x`;
  const shown = `web${mark
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')}x`;

  test('is shown as it is written in JSON', () => {
    expect(printable(name)).toBe(shown);
    expect(JSON.parse(`"${printable(name)}"`)).toBe(name);
  });

  test('hides in no form of a report', () => {
    const found = readCase('one changed field');
    const objects = found.objects.map((object) => ({ ...object, object: { ...object.object, name } }));
    const report = { ...found, objects };
    const style = { color: false, tty: false, columns: 100, now: 0 };
    const lines = [textReport(report, style), nameReport(report)];
    for (const text of lines) expect(text).toContain(shown);
    for (const text of [...lines, jsonReport(report), yamlReport(report, toYaml)])
      expect(text).not.toContain(name);
    expect(JSON.parse(jsonReport(report))).toMatchObject({ objects: [{ name }] });
  });

  test('hides in no error and no warning', async () => {
    const stderr = new PassThrough();
    const parts = { facts: [`1 | name: ${name}`], hint: `rename ${name}` };
    const warning = {
      code: 'DUPLICATE_OBJECT',
      message: `${name} is declared twice`,
      hint: `rename ${name}`,
    };
    warn(
      { stderr },
      { quiet: false },
      [new ManifestError('BAD_NAME', `${name} is no name`, parts)],
      [warning],
    );
    stderr.end();
    const said = await textOf(stderr);
    expect(said.split(shown)).toHaveLength(6);
    expect(said).not.toContain(name);
  });
});

test.each(['naïve', '日本語', 'e\u0301', '👍🏽', '⚙️', 'שלום', 'a b\tc\nd'])(
  '%j is shown as it is',
  (text) => {
    expect(printable(text)).toBe(text);
  },
);
