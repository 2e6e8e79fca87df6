import type { KubeObject } from '../object.ts';
import { namespaceOf } from '../object.ts';
import { formatPath } from '../path.ts';
import type { Typed } from '../schema.ts';
import { type Declared, declaredFields } from './declared.ts';
import type { Evaluation } from './evaluate.ts';
import { authorOf } from './settle.ts';
import type { BlamedField, Change } from './types.ts';
import { valueAt } from './values.ts';

/** What live says of the object; null: it is not there, or could not be compared. */
export interface LiveSide {
  readonly live: KubeObject;
  readonly evaluation: Pick<Evaluation, 'entries' | 'deployer'>;
  readonly changes: readonly Change[];
}

export type UnsourcedField = Omit<BlamedField, 'source'>;

/**
 * Every declared field with what live has there and who set that, then the fields that only live has. `written`: the
 * manifest itself, where a namespace may be left to the deployer.
 */
export function blamedFields(
  { desired, written, type }: { desired: KubeObject; written: KubeObject; type: Typed },
  side: LiveSide | null,
): readonly UnsourcedField[] {
  const changes = side?.changes ?? [];
  const declared = declaredFields(desired, type, changes).filter(
    ({ path }) => formatPath(path) !== '.metadata.namespace' || namespaceOf(written) !== null,
  );
  const joined = new Set(declared.map(({ change }) => change));
  const rest = changes.filter((change) => !joined.has(change));
  return [
    ...declared.map((one) => declaredField(one, type, side)),
    ...rest.filter((change) => !isOnlyLive(change)).map(changedField),
    ...rest.filter(isOnlyLive).map(changedField),
  ];
}

/** Git does not declare it, so it has neither a line nor a commit. */
export function isOnlyLive({ class: what }: Pick<BlamedField, 'class'>): boolean {
  return what === 'extra' || what === 'stale';
}

function declaredField({ path, git, change }: Declared, type: Typed, side: LiveSide | null): UnsourcedField {
  if (change !== null) return changedField({ ...change, git });
  const live = side === null ? undefined : valueAt(side.live, path, type);
  const owner =
    side === null || live === undefined
      ? null
      : authorOf(path, side.evaluation.entries, side.evaluation.deployer, type);
  return {
    path,
    class: null,
    moved: null,
    git,
    ...(live === undefined ? {} : { live }),
    owner,
    fate: null,
    because: null,
    ignoredBy: null,
  };
}

function changedField({ source: _source, ...change }: Change): UnsourcedField {
  return change;
}
