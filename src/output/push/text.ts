import { describe } from '../../object.ts';
import { oneLine } from '../words/escape.ts';
import { type Painter, painter } from '../words/style.ts';
import { counted } from '../words/value.ts';
import type { Problem, PushReport, Severity } from '../../push/types.ts';

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/** For people: where, the server's own words and what to type, errors first; the last line sums up. */
export function textPush({ roots, problems, elapsedMs }: PushReport, color: boolean): string {
  const shown = ORDER.flatMap((severity) => problems.filter((one) => one.severity === severity));
  const paint = painter(color);
  const lines = shown.flatMap((one) => problemLines(one, paint));
  const sum = (of: 'objects' | 'changed' | 'created' | 'deleted') =>
    roots.reduce((total, root) => total + root[of], 0);
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
  const what =
    roots.length === 0
      ? 'no object changes'
      : `${counted(roots.length, 'root')}, ${counted(sum('objects'), 'object')}: ${sum('changed')} changed, ${sum('created')} new, ${sum('deleted')} deleted`;
  return `${[...lines, `${what}: ${verdictText(problems)} (${seconds})`].join('\n')}\n`;
}

function problemLines(
  { severity, code, root, object, path, message, hint, source }: Problem,
  paint: Painter,
): readonly string[] {
  const place = source === null ? root : `${source.file}${source.line === null ? '' : `:${source.line}`}`;
  const name = object === null ? null : `${describe(object)}${path === null ? '' : ` ${path}`}`;
  const where = [place, name].filter((part) => part !== null).map(oneLine);
  return [
    `${paint.severity(severity, severity)}  ${paint.title(where.join('  '))}  (${code})`,
    ...message.split('\n').map((line) => `  ${oneLine(line)}`.trimEnd()),
    ...(hint === null ? [] : [`  hint: ${oneLine(hint)}`]),
  ];
}

function verdictText(problems: readonly Problem[]): string {
  const count = (severity: Severity) => problems.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors + warnings === 0) return 'the API server accepts it';
  const parts = [
    ...(errors === 0 ? [] : [counted(errors, 'error')]),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
  ];
  return parts.join(', ');
}
