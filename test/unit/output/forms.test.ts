import { readdirSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonReport, reportValue } from '../../../src/output/json.ts';
import { nameReport } from '../../../src/output/name.ts';
import { textReport } from '../../../src/output/text.ts';
import { yamlReport } from '../../../src/output/yaml.ts';
import { printable } from '../../../src/printable.ts';
import { toYaml } from '../../../src/source/positions.ts';
import { CASES, readCase } from './report-case.ts';

const style = { color: false, tty: true, columns: 100, now: Date.parse('2026-11-20T09:30:00Z') };

describe.each(readdirSync(CASES))('every form of %s', (name) => {
  const report = readCase(name);

  it('carries the same values as JSON and as YAML', () => {
    expect(JSON.parse(jsonReport(report))).toEqual(reportValue(report));
    expect(parse(yamlReport(report, toYaml))).toEqual(reportValue(report));
  });

  it('carries no control character to the terminal', () => {
    const texts = [
      jsonReport(report),
      yamlReport(report, toYaml),
      nameReport(report),
      textReport(report, style),
    ];
    for (const text of texts) expect(printable(text)).toBe(text);
  });

  it('is never wider than a narrow terminal allows by its values alone', () => {
    const values = textReport(report, { ...style, columns: 60 })
      .split('\n')
      .filter((line) => / {6}(?:git {2}|live) │/u.test(line));
    for (const line of values) expect(line.length).toBeLessThanOrEqual(62);
  });
});

describe('text', () => {
  const [object] = readCase('one changed field').objects;
  const printed = (git: string, live: string, tty: boolean) => {
    if (object === undefined) throw new Error('the case has an object');
    const changes = object.changes.map((change) => ({ ...change, git, live }));
    const report = {
      ...readCase('one changed field'),
      objects: [{ ...object, changes }],
    };
    return textReport(report, { ...style, tty });
  };

  it('is cut for a terminal, and whole in a pipe', () => {
    const long = 'x'.repeat(300);
    expect(printed(`${long}1`, `${long}2`, true)).not.toContain(long);
    expect(printed(`${long}1`, `${long}2`, false)).toContain(`git   ${long}1  apps/`);
    expect(printed(`a\n${long}1\n`, `a\n${long}2\n`, false)).toContain(`live │ ${long}2\n`);
  });

  it('stays aligned behind wide letters', () => {
    const lines = printed('日本', 'ab', true).split('\n');
    expect(lines[2]).toContain('git   日本   apps/');
    expect(lines[3]).toContain('live  ab     kubectl-edit');
  });
});

describe('names', () => {
  it('are as kubectl prints them, and only of what is out of sync', () => {
    expect(nameReport(readCase('absent and orphan'))).toBe(
      [
        'service/web',
        'job.batch/migrate',
        'clusterrole.rbac.authorization.k8s.io/shop:reader',
        'cronjob.batch/report',
        'cronjob.batch/report-weekly',
        '',
      ].join('\n'),
    );
    expect(nameReport(readCase('ignored shown'))).toBe('');
  });
});

describe('colour', () => {
  it('adds nothing but escape sequences of its own', () => {
    const report = readCase('pending and conflict');
    const painted = textReport(report, { ...style, color: true });
    expect(painted).toContain('\u001b[');
    expect(stripVTControlCharacters(painted)).toBe(textReport(report, style));
  });
});
