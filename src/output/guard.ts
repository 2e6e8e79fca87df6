import { holdBack } from '../guard/outcome.ts';
import type { Explanation, GuardReport, Holder, Reason, Subject } from '../guard/types.ts';
import { describe } from '../object.ts';
import { formatPath, formatStep, type Path } from '../path.ts';
import { age } from './words/age.ts';
import { cut } from './words/cut.ts';
import { oneLine } from './words/escape.ts';
import { shellLine, shellWord } from './words/shell.ts';
import { counted, flow } from './words/value.ts';
import { ownerText, placeOf } from './words/who.ts';

export interface GuardStyle {
  readonly columns: number;
  readonly now: number;
}

/** Of several refused objects so many are named. */
const NAMED = 3;
const LABEL = 12;
/** Columns of a field's path at most. */
const PATH = 40;

/**
 * A refusal in twelve lines at most: what is refused, who answers for the object, where git declares it and the
 * field in question, what has drifted already, what would become of the change, and what to type instead.
 */
export function refusalText(report: GuardReport, style: GuardStyle): string {
  const [first, ...others] = report.explanations;
  if (first === undefined) return '';
  const { subject } = first.reason;
  const lines = [
    `error: ${sentence(first.reason, report.verb)} (GUARD_DENIED)`,
    ...row('managed by', managedBy(subject), style),
    ...row('repository', repository(subject, style), style),
    ...row('declared in', declaredIn(first), style),
    ...first.fields.slice(0, 2).flatMap((field) => row('field', fieldText(field), style)),
    ...driftRows(first, style),
    ...row('fate', fateText(first), style),
    ...row('also', also(others), style),
  ];
  return `${[...lines, ...hints(report, first)].join('\n')}\n`;
}

/** What is allowed and still worth a line: a restart that no git command does, a child that comes back. */
export function noteText({ decision, explanations: _none, verb }: GuardReport): string {
  const restarts = decision.reasons.filter(({ code, verdict }) => code === 'RESTART' && verdict === 'allow');
  return restarts
    .slice(0, NAMED)
    .map(({ subject }) => {
      const flux = subject.holder?.deployer === 'flux';
      const fate = flux
        ? 'Flux removes the annotation it leaves, which restarts the pods once more'
        : 'the annotation it leaves stays until git is applied the next time';
      return `note: ${verb} of ${oneLine(describe(subject.object))} is allowed: ${fate}\n`;
    })
    .join('');
}

/** Said before a change is made past git: that its deployer undoes it at once, and what stops that. */
export function glassText({ explanations }: GuardReport): string {
  const lines = explanations.slice(0, NAMED).flatMap((one) => {
    const ways = holdBack(one, one.reason.subject.holder);
    return ways.length === 0
      ? []
      : [`warning: ${oneLine(one.because)}`, ...ways.map((way) => `  ${oneLine(way)}`)];
  });
  return [...new Set(lines)].map((line) => `${line}\n`).join('');
}

function sentence({ subject, code }: Reason, verb: string): string {
  const name = oneLine(describe(subject.object));
  if (code === 'HOLDS_OWNED_OBJECTS')
    return `${name} holds ${counted(subject.takesAlong.length, 'object')} that git owns: ${verb} is refused`;
  if (!subject.exists) return `git declares ${name}: ${verb} is refused`;
  return `git owns ${name}: ${verb} is refused`;
}

function managedBy({ holder, declaration }: Subject): string {
  if (holder === null) return declaration === null ? '' : `${declaration.app}, applied from git`;
  const via = holder.via === null ? '' : `, by its owner ${describe(holder.via)}`;
  return `${holder.tool} ${holder.name}${settingsText(holder)}${via}`;
}

function settingsText({ settings, deployer }: Holder): string {
  if (settings === null) return '';
  if (settings.suspended) return ' (suspended)';
  const words = [
    settings.automated === null ? '' : `auto-sync ${settings.automated ? 'on' : 'off'}`,
    deployer !== 'argocd' || settings.selfHeal === null
      ? ''
      : `self-heal ${settings.selfHeal ? 'on' : 'off'}`,
  ].filter((word) => word !== '');
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function repository({ holder, declaration }: Subject, { now }: GuardStyle): string {
  if (declaration !== null) {
    const revision = [declaration.branch, declaration.revision?.slice(0, 7)].filter(Boolean).join(' ');
    return [declaration.url ?? declaration.repository, revision, `read ${age(declaration.at, now)}`]
      .filter((part) => part !== '')
      .join('  ');
  }
  const settings = holder?.settings ?? null;
  return settings?.url == null
    ? ''
    : [settings.url, settings.revision?.slice(0, 40)].filter(Boolean).join('  ');
}

function declaredIn({ source, reason: { subject } }: Explanation): string {
  if (source !== null) return placeOf(source);
  const { declaration, holder } = subject;
  if (declaration !== null)
    return declaration.file === null
      ? declaration.root
      : placeOf({ file: declaration.file, line: declaration.line });
  return holder?.settings?.path ?? '';
}

function fieldText({ path, git, source }: Explanation['fields'][number]): string {
  const what = git === undefined ? 'not declared by git' : `git says ${flow(git)}`;
  return [...(source === null ? [] : [placeOf(source)]), shortPath(path), what].join('  ');
}

/** The end of a path tells more than its beginning. */
function shortPath(path: Path): string {
  const text = formatPath(path);
  if (text.length <= PATH) return text;
  const steps = path.map(formatStep);
  let from = 1;
  while (from < steps.length - 1 && steps.slice(from).join('').length >= PATH) from++;
  return `…${steps.slice(from).join('')}`;
}

function driftRows({ drift, reason }: Explanation, style: GuardStyle): readonly string[] {
  const [first] = drift;
  if (first === undefined) return [];
  const sides = [
    first.git === undefined ? '' : `git ${flow(first.git)}`,
    first.live === undefined ? 'removed' : `live ${flow(first.live)}`,
  ].filter((side) => side !== '');
  const who = first.owner === null ? [] : [ownerText(first.owner)];
  const more =
    drift.length > 1 ? [`(${drift.length - 1} more: kubectl gitops diff ${targetOf(reason.subject)})`] : [];
  return [
    ...row('drift', [formatPath(first.path), ...more].join('  '), style),
    ...row('', [sides.join(', '), ...who].join('  '), style),
  ];
}

function fateText({ fate, because, reason }: Explanation): string {
  return reason.code === 'HOLDS_OWNED_OBJECTS'
    ? 'all of them would be deleted with it'
    : `${fate}: ${because}`;
}

function also(others: readonly Explanation[]): string {
  if (others.length === 0) return '';
  const named = others.slice(0, NAMED).map(({ reason }) => describe(reason.subject.object));
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : '';
  return `${named.join(', ')}${more}`;
}

function hints({ decision, command, verb }: GuardReport, { reason, fields }: Explanation): readonly string[] {
  const { subject } = reason;
  const target = targetOf(subject);
  const [field] = fields;
  const file = field?.source == null ? '' : ` --file ${shellWord(field.source.file)}`;
  const inGit = insteadOf(subject, verb, `${target} --in-git${file}`);
  const glass = decision.breakGlass
    ? [`in an emergency: kubectl gitops guard run --break-glass=REASON -- ${shellLine(command)}`]
    : [];
  const [first, ...rest] = [...inGit, ...glass];
  return first === undefined ? [] : [`hint: ${first}`, ...rest.map((line) => `      ${line}`)];
}

function insteadOf(
  { declaration, exists, takesAlong, holder }: Subject,
  verb: string,
  target: string,
): readonly string[] {
  if (takesAlong.length > 0)
    return ['remove them from git first, or delete what git does not own by its own name'];
  if (declaration === null) return ['change it in the repository that declares it'];
  if (verb === 'apply' || verb === 'create' || verb === 'replace' || !exists)
    return [
      holder?.deployer === 'argocd' || holder?.deployer === 'flux'
        ? `commit and push it: ${holder.tool} ${holder.name} then brings it`
        : `commit and push it, then: kubectl gitops apply ${shellWord(`./${declaration.root}`)}`,
    ];
  return [`change it in git: kubectl gitops edit ${target}`];
}

/** `deployment/web -n shop`, as the other commands take it. */
function targetOf({ object }: Subject): string {
  const namespace = object.namespace === null ? [] : ['-n', object.namespace];
  return shellLine([`${object.kind.toLowerCase()}/${object.name}`, ...namespace]);
}

function row(label: string, text: string, { columns }: GuardStyle): readonly string[] {
  return text === '' ? [] : [cut(`  ${label.padEnd(LABEL)}${oneLine(text)}`, Math.max(columns, 40))];
}
