import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/object.ts';
import { diffReport } from '../../../src/output/diff.ts';
import type { DriftReport } from '../../../src/output/types.ts';
import { printable } from '../../../src/printable.ts';
import { toYaml } from '../../../src/source/positions.ts';
import { CASES, readCase } from './report-case.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-diff-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(command: string, args: readonly string[], cwd: string, input: string) {
  const { status, stderr, stdout } = spawnSync(command, args, { cwd, input, encoding: 'utf8' });
  return { status, stderr, stdout };
}

function reportOf(git: Json | undefined, live: Json | undefined): DriftReport {
  const report = readCase('one changed field');
  const [object] = report.objects;
  return object === undefined ? report : { ...report, objects: [{ ...object, sides: { git, live } }] };
}

function lines(count: number, letter: string): string {
  return Array.from({ length: count }, (_, index) => `${letter}${index}\n`).join('');
}

describe('a unified diff', () => {
  it.each(readdirSync(CASES))('is read by git apply: %s', (name) => {
    const printed = diffReport(readCase(name), toYaml);
    if (printed === '') return;
    expect(run('git', ['apply', '--stat'], folder, printed)).toMatchObject({ status: 0, stderr: '' });
  });

  it.each([
    ['a changed object', { a: 1, b: 'x' }, { a: 2, b: 'x' }],
    [
      'an object with more edits than are searched for',
      { text: lines(3000, 'g') },
      { text: lines(3000, 'l') },
    ],
    ['a large object that live lacks', { text: lines(3000, 'g') }, undefined],
    ['a large object that git lacks', undefined, { text: lines(3000, 'l') }],
    [
      'lines that look like a patch',
      { text: '--- a/x\n+++ b/x\n@@ -1 +1 @@\n' },
      { text: '-- x\n\\ No newline\n' },
    ],
  ])('turns live into git by `patch`: %s', (name, git: Json | undefined, live: Json | undefined) => {
    const at = join(folder, name);
    mkdirSync(join(at, 'live'), { recursive: true });
    mkdirSync(join(at, 'git'));
    const file = 'apps.v1.Deployment.shop.web';
    if (live !== undefined) {
      writeFileSync(join(at, 'live', file), toYaml(live));
      writeFileSync(join(at, 'git', file), toYaml(live));
    }
    const printed = diffReport(reportOf(git, live), toYaml);
    const target = live === undefined ? [] : [git === undefined ? `live/${file}` : `git/${file}`];
    expect(run('patch', ['-p0', ...target], at, printed)).toMatchObject({ status: 0, stderr: '' });
    if (git === undefined) expect(existsSync(join(at, 'live', file))).toBe(false);
    else expect(readFileSync(join(at, 'git', file), 'utf8')).toBe(toYaml(git));
  });

  it('says nothing of equal sides', () => {
    expect(diffReport(reportOf({ a: 1 }, { a: 1 }), toYaml)).toBe('');
  });

  it('carries no control character to the terminal', () => {
    const printed = diffReport(readCase('hostile strings'), toYaml);
    expect(printable(printed)).toBe(printed);
  });
});
