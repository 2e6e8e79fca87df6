import { createHash } from 'node:crypto';
import type { Location, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import type { ProblemCode } from '../../config/settings.ts';
import { describe } from '../../object.ts';
import { printable } from '../../printable.ts';
import { severityOf } from '../../push/rules.ts';
import type { Problem, PushReport, Severity } from '../../push/types.ts';
import { type Finding, findingsOf } from './findings.ts';
import { RULE_TEXTS } from './rules.ts';
import { placeInHead, subjectText, wasText } from './words.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const BASE = '%SRCROOT%';
const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const satisfies {
  readonly [severity in Severity]: string;
};

/** SARIF 2.1.0, as code scanning reads it: a result for every problem at a place of the repository. */
export function sarifPush({ problems }: PushReport, version: string): string {
  const findings = findingsOf(problems);
  const codes = [...new Set(findings.map(({ problem }) => problem.code))];
  // code scanning refuses a whole report for one result without a file
  const [placed, unplaced] = [findings.filter(hasPlace), findings.filter((one) => !hasPlace(one))];
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'kubectl-gitops', version, rules: codes.map(ruleOf) } },
        originalUriBaseIds: { [BASE]: { description: { text: 'The root of the repository' } } },
        invocations: [
          {
            executionSuccessful: !unplaced.some(({ problem }) => problem.severity === 'error'),
            toolExecutionNotifications: unplaced.map(notificationOf),
          },
        ],
        results: resultsOf(placed, codes),
      },
    ],
  };
  return `${printable(JSON.stringify(log, null, 2))}\n`;
}

function ruleOf(code: ProblemCode): ReportingDescriptor {
  const { what, help } = RULE_TEXTS[code];
  const usual = severityOf(code, { rules: new Map(), unreachable: 'warn' }, { deploys: true, mode: null });
  return {
    id: code,
    shortDescription: { text: what },
    help: { text: help },
    defaultConfiguration: { level: LEVELS[usual ?? 'info'] },
  };
}

function resultsOf(findings: readonly Finding[], codes: readonly ProblemCode[]): Result[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { severity, code } = finding.problem;
    const print = fingerprint(finding.problem);
    const count = (seen.get(print) ?? 0) + 1;
    seen.set(print, count);
    return {
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: LEVELS[severity],
      message: { text: textOf(finding) },
      locations: [locationOf(finding)],
      partialFingerprints: { 'kubectlGitops/v1': `${print}:${count}` },
    };
  });
}

function notificationOf(finding: Finding): Notification {
  const { severity, code } = finding.problem;
  return { descriptor: { id: code }, level: LEVELS[severity], message: { text: textOf(finding) } };
}

/** The object comes first: code scanning shows the first sentence alone where there is little room. */
function textOf({ problem, again }: Finding): string {
  const { message, hint } = problem;
  const subject = subjectText(problem);
  return [
    `${subject === null ? '' : `${subject}: `}${message.trimEnd()}`,
    ...wasText(problem),
    ...(hint === null ? [] : [`hint: ${hint}`]),
    ...(again.length === 0 ? [] : [`and ${again.length} more of the same`]),
  ].join('\n');
}

function locationOf({ problem, again }: Finding): Location {
  const { source, root } = problem;
  const place = placeInHead(problem);
  const objects = new Map(
    [problem, ...again].flatMap((one) => {
      const { object } = one;
      return object === null ? [] : [[`${object.apiVersion} ${describe(object)}`, object.name] as const];
    }),
  );
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(place?.file ?? root ?? source?.file ?? ''), uriBaseId: BASE },
      ...(place?.line == null ? {} : { region: { startLine: place.line } }),
    },
    ...(objects.size === 0
      ? {}
      : {
          logicalLocations: [...objects].map(([fullyQualifiedName, name]) => ({
            name,
            fullyQualifiedName,
            kind: 'object',
          })),
        }),
  };
}

function hasPlace({ problem }: Finding): boolean {
  return problem.source !== null || problem.root !== null;
}

function uriOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

/** The same from run to run: neither lines nor values are in it, nor which overlay came first. */
function fingerprint({ code, source, root, object, path }: Problem): string {
  const place = source === null ? [root, object?.namespace ?? null] : [source.file];
  const parts = [code, ...place, object?.kind ?? null, object?.name ?? null, path];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
