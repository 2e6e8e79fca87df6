import { type Hidden, learnReplaced, learnSecret, maskDrift, newMask } from '../drift/secrets/mask.ts';
import type { ObjectDrift, ObjectStatus } from '../drift/types.ts';
import { EXIT, type ExitCode, type Warning } from '../errors.ts';
import type { Json, KubeObject } from '../object.ts';
import type { DriftReport, Summary } from '../output/types.ts';

export interface ReportParts {
  readonly context: string;
  readonly server: string;
  readonly repository: DriftReport['repository'];
  readonly apps: number;
  /** Objects proven in sync without a word to say. */
  readonly clean: number;
  readonly objects: readonly ObjectDrift[];
  readonly warnings: readonly Warning[];
  readonly showIgnored: boolean;
  /** Whether objects that no app declares were looked for. */
  readonly unmanaged: boolean;
  /** Every Secret that was seen on either side. */
  readonly secrets: readonly KubeObject[];
  /** Values of Secrets that stand in other objects. */
  readonly spread: readonly Json[];
  /** What git keeps encrypted. */
  readonly hidden: readonly Hidden[];
}

/** The report, without any secret value. The order is git's. */
export function reportOf(parts: ReportParts): DriftReport {
  const mask = newMask();
  for (const secret of parts.secrets) learnSecret(secret, mask);
  for (const secret of parts.spread) mask.spread.learn(secret);
  parts.hidden.forEach(mask.hide);
  learnReplaced(
    parts.objects.flatMap(({ changes }) => changes),
    mask,
  );
  const shown = parts.objects.filter(
    ({ status, changes }) => status !== 'inSync' || (parts.showIgnored && changes.length > 0),
  );
  return {
    context: parts.context,
    server: parts.server,
    repository: parts.repository,
    summary: summaryOf(parts),
    objects: shown.map((object) => withoutHidden(maskDrift(object, mask), parts.showIgnored)),
    warnings: parts.warnings.map((warning) => ({ ...warning, message: mask.text(warning.message) })),
  };
}

function withoutHidden(object: ObjectDrift, showIgnored: boolean): ObjectDrift {
  return showIgnored
    ? object
    : { ...object, changes: object.changes.filter((change) => change.ignoredBy === null) };
}

function summaryOf({ apps, clean, objects, unmanaged }: ReportParts): Summary {
  const count = (status: ObjectStatus) => objects.filter((object) => object.status === status).length;
  return {
    apps,
    objects: clean + objects.length,
    inSync: clean + count('inSync'),
    drifted: count('drifted'),
    pending: count('pending'),
    conflict: count('conflict'),
    absent: count('absent'),
    orphan: count('orphan'),
    unknown: count('unknown'),
    ...(unmanaged ? { unmanaged: count('unmanaged') } : {}),
    ignored: objects.flatMap((object) => object.changes).filter((change) => change.ignoredBy !== null).length,
  };
}

/** One table for all: an answer that misses something says so before it says what differs. */
export function exitCodeOf(
  { summary }: { readonly summary: Pick<Summary, 'objects' | 'inSync' | 'unknown'> },
  failures: readonly ExitCode[],
  exitZero: boolean,
): ExitCode {
  const evaluated = summary.objects - summary.unknown;
  const [first] = failures;
  if (first !== undefined && evaluated === 0)
    return failures.includes(EXIT.cluster) ? EXIT.cluster : EXIT.invalid;
  if (first !== undefined) return EXIT.incomplete;
  const differs = summary.objects !== summary.inSync;
  return differs && !exitZero ? EXIT.differences : EXIT.ok;
}
