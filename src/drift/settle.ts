import { EXIT, type GitopsError } from '../errors.ts';
import { isArray, type Json, type KubeObject, sameJson } from '../object.ts';
import type { Path } from '../path.ts';
import { itemKeys } from '../schema.ts';
import type { Difference } from './compare.ts';
import { type Evaluation, isClean, type Outside, type Sides } from './evaluate.ts';
import { byTime, type Entry, ownerOf, owns } from './fields.ts';
import { lastApplied } from './last-applied.ts';
import type { Change, Owner } from './types.ts';
import { related, typeAt, valueAt } from './values.ts';

/** What the server said to the questions that were asked; absent: not asked, or it may not be asked. */
export interface Answers {
  /** Whether a newborn of desired has this value at this path by itself: a default, or admission's doing. */
  readonly born?: Born;
  /** Desired applied over live by the deployer. */
  readonly merged?: KubeObject;
  /** Why desired cannot be applied over live. */
  readonly refused?: GitopsError;
  /** Why desired cannot even be created: then git itself is at fault. */
  readonly stillborn?: GitopsError;
}

export type Born = (path: Path, live: Json) => boolean;

export interface Questions {
  /** Fields that may be defaults: a birth tells. */
  readonly doubts: readonly Outside[];
  /** Declared fields differ: would the server make live out of git all the same? */
  readonly apply: boolean;
}

/** A change before anybody asked where it stands in git or what becomes of it. */
export type Finding = Pick<Change, 'path' | 'class' | 'git' | 'live' | 'owner' | 'ignoredBy'>;

export interface Verdict {
  readonly findings: readonly Finding[];
  /** Git is no valid object: nothing can be compared with it. */
  readonly error: GitopsError | null;
  /** Git cannot be applied while live is as it is; the server's words. */
  readonly blocked: string | null;
}

/** Which doubts the local comparison leaves. Controllers' additions are no doubt: they are ignored by name. */
export function questionsOf(sides: Sides, evaluation: Evaluation): Questions {
  if (isClean(evaluation)) return { doubts: [], apply: false };
  const { comparison, outside } = evaluation;
  const doubtful = outside.filter((one) => one.by !== 'controller' && one.owners.length > 0);
  return {
    doubts: settleDefaults(sides, doubtful, undefined),
    apply: comparison.differences.length + comparison.unknown.length + comparison.reordered.length > 0,
  };
}

export function settle(sides: Sides, evaluation: Evaluation, answers: Answers): Verdict {
  const { comparison, outside, entries, deployer } = evaluation;
  const { refused, stillborn, merged } = answers;
  if (stillborn !== undefined && refused !== undefined && refused.exitCode === EXIT.invalid) {
    return { findings: [], error: refused, blocked: null };
  }
  const differing = comparison.differences.filter(
    (one) => merged === undefined || !mutated(one, merged, sides),
  );
  const reordered =
    merged === undefined ? [] : comparison.reordered.filter((one) => !keepsOrder(one, merged, sides));
  const controllers = outside.filter((one) => one.by === 'controller');
  const kept = settleDefaults(
    sides,
    outside.filter((one) => one.by !== 'controller'),
    answers.born,
  );
  const orders = reordered.map((one) => declared(one, entries, deployer, sides.type));
  const findings = [
    ...differing.map((one) => declared(one, entries, deployer, sides.type)),
    ...kept.filter((one) => !hiddenDefault(one, answers)).map(undeclared),
    ...controllers.map((one) => ({
      ...undeclared(one),
      ignoredBy: `controller ${one.owners[0]?.manager ?? ''}`,
    })),
  ];
  return {
    // another order of the items says nothing of what is in them
    findings: [...orders, ...findings.filter((one) => !coveredByAnother(one, findings))],
    error: null,
    blocked: refused?.exitCode === EXIT.invalid ? refused.message : null,
  };
}

/** Leaves out what the server fills in: told by last-applied without asking, by a newborn otherwise. */
function settleDefaults(
  { live, type }: Sides,
  outside: readonly Outside[],
  born: Born | undefined,
): readonly Outside[] {
  const applied = lastApplied(live);
  return outside.filter(({ path, live: value, owners }) => {
    const byClientSideApply =
      owners.length > 0 && owners.every((owner) => owner.manager === 'kubectl-client-side-apply');
    if (applied !== undefined && byClientSideApply) return valueAt(applied, path, type) !== undefined;
    return born === undefined || owners.length === 0 || !born(path, value);
  });
}

/** What a newborn says of the fields that may be defaults. */
export function bornOf(newborn: KubeObject, type: Sides['type']): Born {
  return (path, live) => {
    const value = valueAt(newborn, path, type);
    return value !== undefined && sameJson(value, live);
  };
}

/** Without a newborn to compare with, what an updating deployer owns beyond git is taken for a default. */
function hiddenDefault(one: Outside, { born }: Answers): boolean {
  return (
    born === undefined && one.by === 'deployer' && one.owners.every((owner) => owner.operation === 'Update')
  );
}

/** The server itself makes another value of what git declares: live is as it would be. */
function mutated({ path, live }: Difference, merged: KubeObject, { type }: Sides): boolean {
  const would = valueAt(merged, path, type);
  return live === undefined ? would === undefined : would !== undefined && sameJson(would, live);
}

function keepsOrder({ path }: Difference, merged: KubeObject, { live, type }: Sides): boolean {
  const list = typeAt(type, path);
  const identities = (object: KubeObject) => {
    const items = valueAt(object, path, type);
    return isArray(items) ? items.map((item) => itemKeys(list, item) ?? item) : [];
  };
  const is = identities(live);
  const would = identities(merged).filter((one) => is.some((other) => sameJson(one, other)));
  return sameJson(
    would,
    is.filter((one) => would.some((other) => sameJson(one, other))),
  );
}

function declared(
  difference: Difference,
  entries: readonly Entry[],
  deployer: readonly Entry[],
  type: Sides['type'],
): Finding {
  const { path, git, live } = difference;
  return {
    path,
    class: difference.class,
    ...(git === undefined ? {} : { git }),
    ...(live === undefined ? {} : { live }),
    owner: live === undefined ? null : authorOf(path, entries, deployer, type),
    ignoredBy: null,
  };
}

/** Who set a declared field: of its owners the latest that is not the deployer. A removal has no author. */
export function authorOf(
  path: Path,
  entries: readonly Entry[],
  deployer: readonly Entry[],
  type: Sides['type'],
): Owner | null {
  const owners = entries.filter((entry) => owns(entry, path, type)).sort(byTime);
  const author = owners.find((entry) => !deployer.includes(entry)) ?? owners[0];
  return author === undefined ? null : ownerOf(author);
}

function undeclared({ path, live, owners, by }: Outside): Finding {
  const [owner] = owners;
  return {
    path,
    class: by === 'deployer' ? 'stale' : 'extra',
    live,
    owner: owner === undefined ? null : ownerOf(owner),
    ignoredBy: null,
  };
}

/** An item somebody added is named once, not again for each field that others own in it. */
function coveredByAnother(one: Finding, all: readonly Finding[]): boolean {
  return all.some(
    (other) => other !== one && other.path.length < one.path.length && related(other.path, one.path),
  );
}
