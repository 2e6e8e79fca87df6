import { Cron } from 'croner';
import { millisecondsOf } from '../../duration.ts';
import { textMatcher } from '../../patterns/glob.ts';
import { isArray, type JsonObject, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';

/** What windows are matched by. */
export interface Windowed {
  readonly app: KubeObject;
  /** Of the destination, as the Application writes it: its server, or its name. */
  readonly cluster: string;
}

/**
 * Why a project's sync windows let nothing sync unasked at this moment; null: they do (argo-cd, SyncWindows.CanSync).
 * `now`: milliseconds.
 */
export function closedWindow(project: KubeObject | null, about: Windowed, now: number): string | null {
  const { syncWindows } = objectAt(project?.spec);
  const windows = (isArray(syncWindows) ? syncWindows : [])
    .map((window) => objectAt(window))
    .filter((window) => isAbout(window, about));
  const denying = windows.find((window) => window.kind === 'deny' && isOpen(window, now));
  if (denying !== undefined) return `the sync window ${textOf(denying)} denies it`;
  const allowing = windows.filter(({ kind }) => kind === 'allow');
  if (allowing.length === 0 || allowing.some((window) => isOpen(window, now))) return null;
  return `no sync window is open (${allowing.map(textOf).join(', ')})`;
}

function textOf({ schedule, duration, timeZone }: JsonObject): string {
  const zone = stringOr(timeZone, '');
  return `"${stringOr(schedule, '')}" of ${stringOr(duration, '')}${zone === '' ? '' : ` ${zone}`}`;
}

/** Of applications, namespaces and clusters one must match, or all that are named where the window asks for it. */
function isAbout(window: JsonObject, { app, cluster }: Windowed): boolean {
  const destination = objectAt(app.spec, 'destination');
  const of: readonly (readonly [key: string, value: string])[] = [
    ['applications', app.metadata.name],
    ['namespaces', stringOr(destination.namespace, namespaceOf(app) ?? '')],
    ['clusters', cluster],
  ];
  const named = of.filter(([key]) => patternsOf(window, key).length > 0);
  const isMatch = ([key, value]: readonly [string, string]) =>
    patternsOf(window, key).some((pattern) => textMatcher(pattern)(value));
  return window.useAndOperator === true ? named.every(isMatch) : named.some(isMatch);
}

function patternsOf(window: JsonObject, key: string): readonly string[] {
  const patterns = window[key];
  return isArray(patterns) ? patterns.filter((pattern) => typeof pattern === 'string') : [];
}

/** A window that cannot be read is closed: nothing opens it. */
function isOpen({ schedule, duration, timeZone }: JsonObject, now: number): boolean {
  const length = millisecondsOf(stringOr(duration, ''));
  try {
    const cron = new Cron(stringOr(schedule, ''), {
      paused: true,
      timezone: stringOr(timeZone, '') === '' ? 'UTC' : stringOr(timeZone, ''),
    });
    const start = cron.nextRun(new Date(now - length));
    // as Argo CD takes it, what never comes is there
    return start === null || start.getTime() <= now;
  } catch {
    return false;
  }
}
