import { readdirSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { annotations } from '../../../src/output/push/annotations.ts';
import { hookText } from '../../../src/output/push/hook.ts';
import { jsonPush } from '../../../src/output/push/json.ts';
import { junitPush } from '../../../src/output/push/junit.ts';
import { sarifPush } from '../../../src/output/push/sarif.ts';
import { textPush } from '../../../src/output/push/text.ts';
import { columnsOf } from '../../../src/output/words/columns.ts';
import { printable } from '../../../src/printable.ts';
import type { Problem, PushReport } from '../../../src/push/types.ts';
import { PUSH_CASES, readPushCase } from './push-case.ts';
import { expectedText } from './report-case.ts';

const piped = { color: false, width: null };
const tty = { color: false, width: 100 };

const FORMS: { readonly [file: string]: (report: PushReport) => string } = {
  'expected.txt': (report) => textPush(report, piped),
  'expected-tty.txt': (report) => textPush(report, tty),
  'expected-hook.txt': (report) => hookText(report, tty),
  'expected-annotations.txt': annotations,
  'expected.json': jsonPush,
  'expected.xml': junitPush,
  'expected.sarif': (report) => sarifPush(report, '1.2.3'),
};

describe.each(readdirSync(PUSH_CASES))('a push: %s', (name) => {
  const report = readPushCase(name);

  it.each(Object.entries(FORMS))('%s', (file, print) => {
    const printed = print(report);
    expect(printed).toBe(expectedText(name, file, printed, PUSH_CASES));
  });

  it('says the same with colour and without', () => {
    for (const style of [piped, tty]) {
      expect(stripVTControlCharacters(textPush(report, { ...style, color: true }))).toBe(
        textPush(report, style),
      );
      expect(stripVTControlCharacters(hookText(report, { ...style, color: true }))).toBe(
        hookText(report, style),
      );
    }
  });

  it('fits a terminal, but for words that have no place to break', () => {
    const lines = textPush(report, tty).trimEnd().split('\n');
    expect(lines.filter((line) => columnsOf(line) > 100 && line.trim().includes(' '))).toEqual([]);
  });

  it('carries no control character to the terminal', () => {
    const texts = Object.values(FORMS).map((print) => print(report));
    expect(texts.map(printable)).toEqual(texts);
  });

  it('has every word of the server when piped', () => {
    const text = textPush(report, piped);
    const [first] = report.problems;
    for (const line of first?.message.trimEnd().split('\n') ?? []) expect(text).toContain(printable(line));
  });
});

describe('problems of a push', () => {
  const problem = (parts: Partial<Problem>): Problem => ({
    severity: 'error',
    code: 'OVERWRITES_LIVE',
    environment: null,
    root: 'apps/web',
    object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    path: '.spec.replicas',
    message: 'somebody set it to 10',
    hint: null,
    source: { file: 'apps/web/web.yaml', line: 3 },
    ...parts,
  });
  const print = (...problems: readonly Problem[]) =>
    textPush({ verdict: 'block', refs: [], roots: [], problems, elapsedMs: 0 }, piped).split('\n');

  it('stand errors first, then by root, whatever order they were found in', () => {
    const lines = print(
      problem({ severity: 'warning', root: 'a', source: null, message: '1' }),
      problem({ root: 'b', source: null, message: '2' }),
      problem({ root: 'a', source: null, message: '3' }),
    );
    const heads = lines.filter((line) => /^(error|warning) /.test(line));
    expect(heads.map((line) => line.split('  ').slice(0, 2))).toEqual([
      ['error', 'a'],
      ['error', 'b'],
      ['warning', 'a'],
    ]);
  });

  it('stay apart where what is said of them differs in more than their names', () => {
    const problems = ['10', '7'].map((value) =>
      problem({ root: `overlays/${value}`, message: `somebody set it to ${value}` }),
    );
    const lines = print(...problems);
    expect(lines).toContain('  somebody set it to 10');
    expect(lines).toContain('  somebody set it to 7');
  });

  it('are one where only the names of object, namespace and root differ', () => {
    const problems = ['dev', 'prod'].map((name) =>
      problem({
        root: `overlays/${name}`,
        object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: name, name: 'web' },
        message: `deployments.apps "web" in namespace "${name}" of overlays/${name} is wrong`,
      }),
    );
    expect(print(...problems)).toContain('  in overlays/dev and 1 more root');
  });

  it('are followed by no acceptance where a root was not checked, or the server was not asked', () => {
    const root = { root: 'a', environment: null, objects: 1, changed: 1, created: 0, deleted: 0 };
    const sum = (status: 'valid' | 'unrendered', problems: readonly Problem[], renderOnly = false) =>
      textPush(
        { verdict: 'allow', refs: [], roots: [{ ...root, status }], problems, elapsedMs: 0 },
        { ...piped, renderOnly },
      );
    expect(sum('valid', [])).toContain('the API server accepts it');
    expect(sum('valid', [], true)).toContain('all of it renders');
    expect(sum('unrendered', [], true)).not.toContain('renders');
    expect(sum('unrendered', [])).not.toContain('accepts');
    expect(sum('valid', [problem({ severity: 'info', code: 'LOCAL_SCHEMA_ONLY' })])).not.toContain('accepts');
  });
});
