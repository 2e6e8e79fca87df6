import type { Warning } from '../../errors.ts';
import type { ControlledApp } from '../types.ts';
import type { Entry } from './types.ts';

const ENVIRONMENTS = new Set(
  (
    'dev develop development test testing qa uat int integration stage stg staging preprod preview ' +
    'prod prd production live sandbox demo dr nonprod'
  ).split(' '),
);
/** Every directory in one of these is a cluster or an environment of its own. */
const HOLDERS = new Set(['clusters', 'environments', 'envs']);
/** Except those that they have in common. */
const SHARED = new Set('all base common components default global shared templates'.split(' '));

/** Whether people mean an environment by a name: `prod`, `prod-eu`, `eu-staging`. */
export function isEnvironment(name: string): boolean {
  return name.split(/[-_.]/).some((word) => ENVIRONMENTS.has(word));
}

/** What one entry sends to the cluster that it is applied to, whichever that is. */
export function unboundOf({ apps }: Entry): readonly ControlledApp[] {
  return apps.filter(({ destination }) => destination === null);
}

/**
 * Whether two entries are meant for different clusters: they declare the same app, or say so by their directories, or one
 * of them deploys what stands beside the other for another environment.
 */
export function areRivals(one: Entry, other: Entry): boolean {
  const ids = new Set(unboundOf(one).map(({ id }) => id));
  return (
    unboundOf(other).some(({ id }) => ids.has(id)) ||
    areOtherEnvironments(one.path, other.path) ||
    deploysBeside(one, other) ||
    deploysBeside(other, one)
  );
}

/** Who deploys several environments at once has them all in one cluster. */
function deploysBeside(one: Entry, { path }: Entry): boolean {
  const beside = unboundOf(one).flatMap(({ root }) => environmentBeside(root.path, path) ?? []);
  return new Set(beside).size === 1;
}

/** Whether a file stands in the directory of another cluster than an entry, and not in one that they share. */
export function isOfAnother(file: string, { path }: Pick<Entry, 'path'>): boolean {
  const name = environmentBeside(file, path);
  return name !== null && !SHARED.has(name);
}

/** Whether two paths part at environments, or below `clusters/`. */
function areOtherEnvironments(one: string, other: string): boolean {
  return environmentBeside(one, other) !== null;
}

/** What the first is called where the two part at environments; null: they do not. */
function environmentBeside(one: string, other: string): string | null {
  const [parts, others] = [partsOf(one), partsOf(other)];
  const parting = parts.findIndex((part, index) => part !== others[index]);
  const [a, b] = [parts[parting], others[parting]];
  if (a === undefined || b === undefined) return null;
  return (isEnvironment(a) && isEnvironment(b)) || HOLDERS.has(parts[parting - 1] ?? '') ? a : null;
}

/** The directory by which a path says which environment or cluster it is for; null: it does not say. */
export function environmentOf(path: string): string | null {
  const parts = partsOf(path);
  return parts.findLast((part, index) => isEnvironment(part) || HOLDERS.has(parts[index - 1] ?? '')) ?? null;
}

/** `bootstrap/prod.yaml` stands for prod as `bootstrap/prod` does. */
export function partsOf(path: string): readonly string[] {
  return path.replace(/\.(?:ya?ml|json)$/, '').split('/');
}

/**
 * The entries, those of one directory of `clusters/` as one: whoever is brought up from it gets them all. Unless some of
 * them are meant for different clusters after all.
 */
export function byCluster(entries: readonly Entry[]): readonly Entry[] {
  const groups = Map.groupBy(entries, ({ path }) => clusterOf(path) ?? path);
  return [...groups].flatMap(([path, group]) => {
    const areApart = group.some((one, at) => group.slice(at + 1).some((other) => areRivals(one, other)));
    if (group.length === 1 || areApart) return group;
    return [
      {
        path,
        apps: group.flatMap(({ apps }) => apps),
        warnings: distinct(group.flatMap(({ warnings }) => warnings)),
        parts: group.map((one) => ({ path: one.path, apps: one.apps })),
      },
    ];
  });
}

/** `clusters/prod` of what is in it; null: it is in no such directory. */
function clusterOf(path: string): string | null {
  const parts = path.split('/');
  const holder = parts.findIndex((part) => HOLDERS.has(part));
  return holder < 0 || parts.length < holder + 2 ? null : parts.slice(0, holder + 2).join('/');
}

/** What several entries say alike is said once. */
export function distinct(warnings: readonly Warning[]): readonly Warning[] {
  return [...new Map(warnings.map((one) => [JSON.stringify(one), one])).values()];
}
