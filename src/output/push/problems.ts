import type { Problem, PushReport, PushRoot } from '../../push/types.ts';
import { columnsOf } from '../words/columns.ts';
import { cut } from '../words/cut.ts';
import { oneLine } from '../words/escape.ts';
import { type Painter, painter } from '../words/style.ts';
import { counted } from '../words/value.ts';
import { wrapped } from '../words/wrap.ts';
import { type Finding, findingsOf, sameWords } from './findings.ts';
import { environmentsOf, placeText, subjectText } from './words.ts';

export interface PushStyle {
  readonly color: boolean;
  /** Columns of the terminal; null: it is none, and nothing is wrapped or cut. */
  readonly width: number | null;
  /** No cluster was meant to be asked. */
  readonly renderOnly?: boolean;
}

/** A webhook may answer with pages: past this a terminal no longer shows the other problems. */
const MOST_LINES = 8;
const MOST_PLACES = 5;
const MOST_NAMES = 3;

/** Where, the server's own words and what to type; what is said of many places is said once. */
export function problemLines({ problems, roots }: PushReport, style: PushStyle): readonly string[] {
  const paint = painter(style.color);
  const said = Map.groupBy(findingsOf(problems), ({ problem }) => sameWords(problem));
  return [...said.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          ...spokenLines(first.problem, style, paint),
          ...hintLines(first.problem, style),
          ...whereLines(first, roots, style),
          ...alsoLines(others, style),
        ],
  );
}

function spokenLines(problem: Problem, style: PushStyle, paint: Painter): readonly string[] {
  const { severity, code, message } = problem;
  const isPlaceless = placeText(problem) === null && subjectText(problem) === null;
  if (!isPlaceless || message.includes('\n'))
    return [...headLines(problem, style, paint), ...messageLines(problem, style)];
  // what is said of no place in particular is the head itself
  const text = `${oneLine(message)}  (${code})`;
  const indent = severity.length + 2;
  const [first = '', ...more] = style.width === null ? [text] : wrapped(text, style.width - indent);
  return [
    `${paint.severity(severity, severity)}  ${first}`,
    ...more.map((line) => `${' '.repeat(indent)}${line}`),
  ];
}

/** On one line where it fits: `error  web.yaml:8  Deployment shop/web .spec.replica  (UNKNOWN_FIELD)`. */
function headLines(problem: Problem, { width }: PushStyle, paint: Painter): readonly string[] {
  const { severity, code } = problem;
  const head = (parts: readonly string[]) =>
    [paint.severity(severity, severity), ...parts.map(paint.title), `(${code})`].join('  ');
  const [place, subject] = [placeText(problem), subjectText(problem)].map((part) =>
    part === null ? [] : [oneLine(part)],
  );
  const parts = [...(place ?? []), ...(subject ?? [])];
  const columns = columnsOf([severity, ...parts, `(${code})`].join('  '));
  if (width === null || columns <= width || parts.length < 2) return [head(parts)];
  const below = (subject ?? []).flatMap((text) => wrapped(text, width - 2));
  return [head(place ?? []), ...below.map((line) => `  ${paint.title(line)}`)];
}

function messageLines({ message }: Problem, { width }: PushStyle): readonly string[] {
  const lines = message.trimEnd().split('\n').map(oneLine);
  if (width === null) return lines.map((line) => `  ${line}`.trimEnd());
  const shown = lines.flatMap((line) => wrapped(line, width - 2));
  const more = shown.length - MOST_LINES;
  // a line that says that one line is missing would take its place
  const kept = more < 2 ? shown : shown.slice(0, MOST_LINES);
  const rest = more < 2 ? [] : [`… ${more} more lines: kubectl gitops validate -o json`];
  return [...kept, ...rest].map((line) => `  ${line}`.trimEnd());
}

function hintLines({ hint }: Problem, { width }: PushStyle): readonly string[] {
  if (hint === null) return [];
  const text = oneLine(hint);
  const lines = width === null ? [text] : wrapped(text, width - '  hint: '.length);
  return lines.map((line, index) => `${index === 0 ? '  hint: ' : '        '}${line}`);
}

/** Through which root it was met, where the file does not say it, and how often else. */
function whereLines(
  { problem, again }: Finding,
  roots: readonly PushRoot[],
  { width }: PushStyle,
): readonly string[] {
  const { root, app } = problem;
  const names = environmentsOf([problem, ...again], roots)
    .map(oneLine)
    .join(', ');
  const told = [...(app === undefined ? [] : [oneLine(app)]), ...(names === '' ? [] : [names])].join(', ');
  const environments = told === '' ? '' : ` (${told})`;
  const others = new Set(again.map((one) => one.root)).difference(new Set([root]));
  if (root === null || (others.size === 0 && environments === '' && isWithin(problem)))
    return objectLines(problem, again, width);
  if (others.size === 0)
    return [`  in ${oneLine(root)}${environments}`, ...objectLines(problem, again, width)];
  const all = again.length > others.size ? `: ${again.length + 1} objects in all` : '';
  return [`  in ${oneLine(root)} and ${counted(others.size, 'more root')}${environments}${all}`];
}

/** `and for 13 more objects: Service shop/api, ConfigMap shop/api, Secret shop/db, …`. */
function objectLines(problem: Problem, again: readonly Problem[], width: number | null): readonly string[] {
  const own = subjectText(problem);
  // another environment may say the same of the very object
  const names = [...new Set(again.map(subjectText))].filter((name) => name !== null && name !== own);
  if (names.length === 0 || problem.object === null) return [];
  const listed = names.slice(0, MOST_NAMES).map((name) => oneLine(name ?? ''));
  const rest = names.length > MOST_NAMES ? ['…'] : [];
  const line = `  and for ${counted(names.length, 'more object')}: ${[...listed, ...rest].join(', ')}`;
  return [width === null ? line : cut(line, width)];
}

/** The same words at other places: a line for each, up to a few. */
function alsoLines(others: readonly Finding[], { width }: PushStyle): readonly string[] {
  // the line that says how many more could as well be the one that is missing
  const shown = others.length <= MOST_PLACES + 1 ? others : others.slice(0, MOST_PLACES);
  const lines = shown.map(({ problem, again }) => {
    const parts = [placeText(problem), subjectText(problem)].filter((part) => part !== null).map(oneLine);
    const own = JSON.stringify([problem.root, subjectText(problem)]);
    const more = new Set(again.map((one) => JSON.stringify([one.root, subjectText(one)]))).difference(
      new Set([own]),
    );
    return `  also  ${parts.join('  ')}${more.size === 0 ? '' : ` and ${more.size} more`}`;
  });
  const more = others.length - shown.length;
  const rest = more === 0 ? [] : [`  also in ${more} more places: kubectl gitops validate -o json`];
  return [...lines.map((line) => (width === null ? line : cut(line, width))), ...rest];
}

/** The place shows the root already. */
function isWithin({ root, source }: Problem): boolean {
  if (root === null || source === null || root === '.') return true;
  return source.file === root || source.file.startsWith(`${root}/`);
}
