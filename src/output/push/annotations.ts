import { printable } from '../../printable.ts';
import type { PushReport, Severity } from '../../push/types.ts';
import { oneLine } from '../words/escape.ts';
import { counted } from '../words/value.ts';
import { type Finding, findingsOf } from './findings.ts';
import { placeInHead, subjectText, wasText } from './words.ts';

/** GitHub shows no more of one severity for a step, and does not say that there were more. */
const MOST = 10;
const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } satisfies {
  readonly [severity in Severity]: string;
};

/** GitHub's workflow commands: each problem at its line of the pull request. */
export function annotations({ problems }: PushReport): string {
  const findings = findingsOf(problems);
  const commands = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const all = findings.filter(({ problem }) => problem.severity === severity);
    if (all.length <= MOST) return all.map(commandOf);
    const more = counted(all.length - MOST + 1, `more ${severity}`);
    return [
      ...all.slice(0, MOST - 1).map(commandOf),
      command(severity, {}, `${more}: see the log of this step`),
    ];
  });
  return commands.map((line) => `${line}\n`).join('');
}

/**
 * Text of others that GitHub's runner prints without obeying it: it takes for a command what stands behind `::` at the
 * start of a line, or behind `##[` anywhere. Both are written as JSON escapes them.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^([ \t]*):(?=:)/gm, '$1\\u003a').replaceAll('##[', '#\\u0023[');
}

function commandOf({ problem, again }: Finding): string {
  const { severity, code, message, hint } = problem;
  const place = placeInHead(problem);
  const subject = subjectText(problem);
  const parts = [
    message.trimEnd(),
    ...wasText(problem),
    ...(hint === null ? [] : [`hint: ${hint}`]),
    ...(again.length === 0 ? [] : [`and ${again.length} more of the same`]),
  ];
  const properties = {
    ...(place === null ? {} : { file: place.file }),
    ...(place?.line == null ? {} : { line: String(place.line) }),
    title: subject === null ? code : `${code}: ${subject}`,
  };
  return command(severity, properties, parts.join('\n'));
}

function command(severity: Severity, properties: Readonly<Record<string, string>>, message: string): string {
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return `::${[COMMANDS[severity], ...(written.length === 0 ? [] : [written.join(',')])].join(' ')}::${escaped(printable(message))}`;
}

function property(value: string): string {
  return escaped(oneLine(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
