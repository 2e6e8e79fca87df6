import { readdirSync } from 'node:fs';
import { XmlElement as Element, parseXml, type XmlElement } from '@rgrove/parse-xml';
import { describe, expect, it } from 'vitest';
import { junitPush } from '../../../src/output/push/junit.ts';
import { PUSH_CASES, readPushCase } from './push-case.ts';

function children(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child instanceof Element).filter((child) => child.name === name);
}

/** Parsed by the letter of XML 1.0: what is not well-formed, or no character of XML, throws. */
function suitesOf(xml: string): { readonly root: XmlElement; readonly suites: readonly XmlElement[] } {
  const { root } = parseXml(xml);
  if (root === null) throw new Error('no root element');
  return { root, suites: children(root, 'testsuite') };
}

describe.each(readdirSync(PUSH_CASES))('JUnit of a push: %s', (name) => {
  const report = readPushCase(name);
  const { root, suites } = suitesOf(junitPush(report));
  const cases = suites.flatMap((suite) => children(suite, 'testcase'));

  it('counts what is in it', () => {
    for (const [element, tests] of [
      [root, cases],
      ...suites.map((suite) => [suite, children(suite, 'testcase')] as const),
    ] as const) {
      const count = (outcome: string) =>
        String(tests.filter((one) => children(one, outcome).length > 0).length);
      expect(element.attributes).toMatchObject({
        tests: String(tests.length),
        failures: count('failure'),
        skipped: count('skipped'),
        errors: '0',
      });
    }
  });

  it('has a test for every root, one at least, and a failing one for every error', () => {
    expect(cases.length).toBeGreaterThanOrEqual(Math.max(1, report.roots.length + report.problems.length));
    const failed = cases.filter((one) =>
      children(one, 'failure').some(({ attributes }) => attributes.type !== 'invalid'),
    );
    const errors = report.problems.filter(({ severity }) => severity === 'error');
    expect(failed.length).toBeGreaterThanOrEqual(errors.length);
    expect(failed.length === 0).toBe(errors.length === 0);
  });

  it('names no two tests alike', () => {
    const names = cases.map(({ attributes }) => `${attributes.classname} ${attributes.name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('JUnit', () => {
  it('brings the text of others through whole, but for what is no character of XML', () => {
    const { suites } = suitesOf(junitPush(readPushCase('hostile content')));
    const [failure] = suites
      .flatMap((suite) => children(suite, 'testcase'))
      .flatMap((one) =>
        children(one, 'failure').filter(({ attributes }) => attributes.type === 'SERVER_REJECTED'),
      );
    expect(failure?.text).toContain(`\\ufffe\\uffff\\u0000 ]]> </failure><x a="&'">`);
    expect(failure?.text).toContain('denied\n::add-mask::x');
  });

  it('lets no root pass that the API server was not asked about', () => {
    const { suites } = suitesOf(junitPush(readPushCase('unreachable')));
    const passed = suites
      .flatMap((suite) => children(suite, 'testcase'))
      .filter((one) => children(one, 'skipped').length === 0);
    expect(passed).toEqual([]);
  });

  it('lays an error to no environment where the root is valid', () => {
    const report = readPushCase('several environments');
    const roots = report.roots.map((root) =>
      root.environment === 'prod-us' ? { ...root, status: 'valid' as const } : root,
    );
    const problems = report.problems.filter(({ environment }) => environment !== 'prod-us');
    const { suites } = suitesOf(junitPush({ ...report, roots, problems }));
    expect(suites.map(({ attributes }) => [attributes.name, attributes.failures])).toEqual([
      ['apps/web/overlays/dev (dev)', '0'],
      ['apps/web/overlays/prod (prod)', '2'],
      ['charts/api (prod-eu)', '3'],
      ['charts/api (prod-us)', '0'],
    ]);
  });

  it('says a warning in the text of skipped, which GitLab and Jenkins both show', () => {
    const { suites } = suitesOf(junitPush(readPushCase('unreachable')));
    const skipped = suites
      .flatMap((suite) => children(suite, 'testcase'))
      .flatMap((one) => children(one, 'skipped'));
    expect(skipped.every(({ attributes }) => attributes.message === undefined)).toBe(true);
    expect(skipped.map(({ text }) => text).join('\n')).toContain('connect ETIMEDOUT');
  });
});
