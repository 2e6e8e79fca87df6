import XmlBuilder from 'fast-xml-builder';
import { printable } from '../../printable.ts';
import type { Problem, PushReport, PushRoot } from '../../push/types.ts';
import { oneLine } from '../words/escape.ts';
import { distinct, sorted } from './findings.ts';
import {
  changesText,
  isUnasked,
  isUnchecked,
  objectsText,
  placeInHead,
  placeText,
  subjectText,
  tally,
} from './words.ts';

/** Where a problem goes that belongs to no root. */
const NO_ROOT = 'push';

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly problem?: Problem;
  /** null: it passed. */
  readonly outcome: {
    readonly as: 'failure' | 'skipped';
    readonly type: string;
    readonly text: string;
  } | null;
}

/**
 * JUnit XML: a suite for every root and environment. An error fails. A warning is skipped: GitLab shows nothing of a
 * test that passes, and a failing one would turn Jenkins' build red. What is said stands in the element's text, which
 * is what GitLab shows; `skipped` has no message, for Jenkins would show that instead of the text.
 */
export function junitPush(report: PushReport): string {
  const suites = suitesOf(report);
  const builder = new XmlBuilder({
    format: true,
    ignoreAttributes: false,
    suppressBooleanAttributes: false,
    suppressEmptyNode: true,
  });
  const time = (report.elapsedMs / 1000).toFixed(3);
  return builder.build({
    '?xml': attributes({ version: '1.0', encoding: 'UTF-8' }),
    testsuites: {
      ...attributes({ name: 'kubectl gitops', ...countsOf(suites.flatMap(({ cases }) => cases)), time }),
      testsuite: suites.map(suiteValue),
    },
  });
}

function suitesOf({ roots, problems }: PushReport): readonly Suite[] {
  const found = distinct(sorted(problems));
  const suites = roots.map((root) => {
    const own = found.filter((one) => isOf(one, root));
    const name = root.environment === null ? root.root : `${root.root} (${root.environment})`;
    return { name, cases: [rootCase(root, own), ...problemCases(own)] };
  });
  const homeless = found.filter((one) => !roots.some(({ root }) => root === one.root));
  // Jenkins takes a report without any test for a broken one
  if (suites.length === 0 && homeless.length === 0)
    return [{ name: NO_ROOT, cases: [{ name: changesText(roots), outcome: null }] }];
  return homeless.length === 0 ? suites : [...suites, { name: NO_ROOT, cases: problemCases(homeless) }];
}

/** Whether a problem was met in a root as one environment has it. */
function isOf({ root, environment }: Problem, row: PushRoot): boolean {
  return root === row.root && (environment === null || environment === row.environment);
}

/** The root as a whole: its name stays the same from run to run, by which servers know a test again. */
function rootCase(root: PushRoot, problems: readonly Problem[]): Case {
  const name = 'is valid';
  const { status: type } = root;
  if (type === 'invalid')
    return { name, outcome: { as: 'failure', type, text: `${objectsText([root])}: ${tally(problems)}` } };
  if (isUnchecked(root) || problems.some(isUnasked))
    return { name, outcome: { as: 'skipped', type, text: 'not checked, or not all of it' } };
  return { name, outcome: null };
}

/** A name that stands twice would be dropped by GitLab. */
function problemCases(problems: readonly Problem[]): readonly Case[] {
  const seen = new Map<string, number>();
  return problems.map((problem) => {
    const { severity, code, message, hint } = problem;
    const name = [code, subjectText(problem)].filter((part) => part !== null).join(' ');
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const lines = [placeText(problem), message.trimEnd(), hint === null ? null : `hint: ${hint}`];
    return {
      name: count === 1 ? name : `${name} (${count})`,
      problem,
      outcome: {
        as: severity === 'error' ? 'failure' : 'skipped',
        type: code,
        text: lines.filter((line) => line !== null).join('\n'),
      },
    };
  });
}

function suiteValue({ name, cases }: Suite) {
  return {
    ...attributes({ name, ...countsOf(cases) }),
    testcase: cases.map(({ name: test, problem, outcome }) => ({
      ...attributes({ classname: name, name: test, ...placeOf(problem) }),
      ...(outcome === null ? {} : { [outcome.as]: outcomeValue(outcome, problem) }),
    })),
  };
}

function outcomeValue({ as, type, text }: NonNullable<Case['outcome']>, problem: Problem | undefined) {
  const message = problem?.message.trimEnd().split('\n')[0] ?? text;
  return { ...(as === 'failure' ? attributes({ message, type }) : {}), '#text': xmlText(printable(text)) };
}

function placeOf(problem: Problem | undefined): Readonly<Record<string, string>> {
  const place = problem === undefined ? null : placeInHead(problem);
  if (place === null) return {};
  const { file, line } = place;
  return line === null ? { file } : { file, line: String(line) };
}

function countsOf(cases: readonly Case[]) {
  const count = (as: 'failure' | 'skipped') =>
    String(cases.filter(({ outcome }) => outcome?.as === as).length);
  return { tests: String(cases.length), failures: count('failure'), errors: '0', skipped: count('skipped') };
}

/** An XML parser makes spaces of an attribute's line breaks: they are escaped here as on a terminal. */
function attributes(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`@_${name}`, xmlText(oneLine(value))]),
  );
}

/** Besides controls, two characters are none in XML, escaped or not. */
function xmlText(text: string): string {
  return text.replaceAll('\ufffe', '\\ufffe').replaceAll('\uffff', '\\uffff');
}
