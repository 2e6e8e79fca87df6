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

/** Whether people mean an environment by a name: `prod`, `prod-eu`, `eu-staging`. */
export function isEnvironment(name: string): boolean {
  return name.split(/[-_.]/).some((word) => ENVIRONMENTS.has(word));
}

/** What one entry sends to the cluster that it is applied to, whichever that is. */
export function unboundOf({ apps }: Entry): readonly ControlledApp[] {
  return apps.filter(({ destination }) => destination === null);
}

/** Whether two entries are meant for different clusters: they declare the same app, or say so by their directories. */
export function areRivals(one: Entry, other: Entry): boolean {
  const ids = new Set(unboundOf(one).map(({ id }) => id));
  return unboundOf(other).some(({ id }) => ids.has(id)) || areOtherEnvironments(one.path, other.path);
}

function areOtherEnvironments(one: string, other: string): boolean {
  const [parts, others] = [partsOf(one), partsOf(other)];
  const parting = parts.findIndex((part, index) => part !== others[index]);
  const [a, b] = [parts[parting], others[parting]];
  if (a === undefined || b === undefined) return false;
  return (isEnvironment(a) && isEnvironment(b)) || HOLDERS.has(parts[parting - 1] ?? '');
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
