import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import type { Log, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import { sarifPush } from '../../../src/output/push/sarif.ts';
import type { PushReport } from '../../../src/push/types.ts';
import { PUSH_CASES, readPushCase } from './push-case.ts';

const validate = validator();

/** The standard's own schema. It is written in draft 4, whose only difference here is the name of its id. */
function validator() {
  const file = createRequire(import.meta.url).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  formats.default(ajv, ['date-time', 'uri', 'uri-reference']);
  return ajv.compile(schema);
}

function runOf(report: PushReport): Run {
  const log: Log = JSON.parse(sarifPush(report, '1.2.3'));
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

const printsOf = (run: Run) =>
  (run.results ?? []).map((one) => one.partialFingerprints?.['kubectlGitops/v1']);

describe.each(readdirSync(PUSH_CASES))('SARIF of a push: %s', (name) => {
  const report = readPushCase(name);
  const run = runOf(report);
  const results = run.results ?? [];

  it('has a rule for every result, and a file, for code scanning refuses a report with one that has none', () => {
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(run.tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
      expect(locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(/^[^/\s]/);
    }
  });

  it('tells its results apart', () => {
    const prints = printsOf(run);
    expect(new Set(prints).size).toBe(prints.length);
  });

  it('knows them again when lines move, values change and another overlay comes first', () => {
    const moved = report.problems.map((one) => ({
      ...one,
      message: `${one.message} still`,
      source: one.source?.line == null ? one.source : { ...one.source, line: one.source.line + 5 },
    }));
    expect(printsOf(runOf({ ...report, problems: moved }))).toEqual(printsOf(run));
    const fewer = report.problems.filter(({ root }) => root !== 'apps/web/overlays/tenant-01');
    expect(new Set(printsOf(runOf({ ...report, problems: fewer })))).toEqual(new Set(printsOf(run)));
  });
});

describe('SARIF', () => {
  it('is checked against the schema', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false);
  });

  it('names a file as a URI, whatever characters it has', () => {
    const uris = runOf(readPushCase('hostile content')).results?.map(
      ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri,
    );
    expect(uris).toEqual(['apps/e%0Avil/a%2Cb%3Ac%250A%3A%3Ax.yaml', '../../etc/pass%20wd%23x%3Fy']);
  });

  it('says what has no place in the repository as the tool’s own trouble', () => {
    const run = runOf(readPushCase('unreachable'));
    expect(run.invocations?.[0]).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [{ descriptor: { id: 'TIMEOUT' }, level: 'warning' }],
    });
  });

  it('is one result for a base under 50 overlays, with all its objects', () => {
    const [result] = runOf(readPushCase('one base under 50 overlays')).results ?? [];
    expect(result?.locations?.[0]?.logicalLocations).toHaveLength(50);
  });
});
