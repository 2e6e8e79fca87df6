import { getOne } from '../../cluster/live.ts';
import { annotate, recordEvent } from '../../cluster/stamp.ts';
import { whoAmI } from '../../cluster/login/whoami.ts';
import type { Deps } from '../../deps.ts';
import { BREAK_GLASS, type BreakGlass, breakGlassText, managerFor } from '../../drift/break-glass.ts';
import type { Warning } from '../../errors.ts';
import { signedWords } from '../../guard/sign.ts';
import { describe, type KubeObject, objectAt, stringOr } from '../../object.ts';
import type { JudgedCommand } from './command.ts';
import type { Where } from './find.ts';
import type { Judged } from './judge.ts';
import { passOn } from './pass-on.ts';
import type { Known } from './subjects.ts';

/**
 * Does what was refused, under the person's own name, and leaves word of it on every owned object that it changed: an
 * annotation that diff shows until git has the change, and an Event. Returns kubectl's exit code.
 */
export async function breakGlass(
  { command, report, stdin }: JudgedCommand,
  judged: Judged,
  reason: string,
  deps: Deps,
  warn: (warning: Warning) => void,
): Promise<number> {
  const { where, known } = judged;
  const owned = known.filter(({ subject }) =>
    report.decision.reasons.some((one) => one.subject === subject && one.verdict !== 'allow'),
  );
  const glass: BreakGlass = {
    reason,
    who: await whoAmI(where.http),
    time: new Date(deps.now()).toISOString(),
    verb: report.verb,
    revision:
      owned.find(({ subject }) => subject.declaration !== null)?.subject.declaration?.revision ?? null,
  };
  const manager = managerFor(command.verb, glass.who);
  const signed = signedWords(report.command, command, {
    manager,
    annotation: [BREAK_GLASS, breakGlassText(glass)],
    isStamped: owned.some(({ found }) => isStamped(found.live)),
  });
  const code = await passOn(signed.words, stdin, deps, signed.hasManager ? undefined : manager);
  await Promise.all(owned.map((one) => leaveWord(one, glass, where, deps, warn)));
  return code;
}

/** Whatever kubectl's exit code says: of several objects some may be changed and others not. */
async function leaveWord(
  { found, subject }: Known,
  glass: BreakGlass,
  { http }: Where,
  deps: Deps,
  warn: (warning: Warning) => void,
): Promise<void> {
  const { resource, namespace, name, live: before } = found;
  const after = await getOne(http, resource, namespace, name).catch(() => null);
  if (after !== null && before !== null && versionOf(after) === versionOf(before)) return;
  if (after === null && before === null) return;
  const text = breakGlassText(glass);
  const failures = [
    after === null || isStamped(after, text)
      ? null
      : await annotate(http, resource, found, { [BREAK_GLASS]: text }),
    await recordEvent(
      http,
      { ...subject.object, uid: stringOr((after ?? before)?.metadata.uid, null) },
      {
        reason: 'BreakGlass',
        message: `${glass.verb} past git by ${glass.who}: ${glass.reason}`,
        time: new Date(deps.now()),
      },
    ),
  ];
  for (const failure of failures) {
    if (failure === null) continue;
    warn({
      code: 'NOT_RECORDED',
      message: `the change of ${describe(subject.object)} is made, but not noted on it: ${failure.message}`,
      hint: failure.hint ?? null,
    });
  }
}

function versionOf({ metadata }: KubeObject): string {
  return `${stringOr(metadata.uid, '')}@${stringOr(metadata.resourceVersion, '')}`;
}

function isStamped(live: KubeObject | null, text?: string): boolean {
  const found = objectAt(live?.metadata.annotations)[BREAK_GLASS];
  return text === undefined ? found !== undefined : found === text;
}
