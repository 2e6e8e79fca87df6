import type { Discovery, Resource } from '../../cluster/discovery.ts';
import { eachMetadata } from '../../cluster/metadata.ts';
import { canBeLeftBehind } from '../../drift/unmanaged/kinds.ts';
import type { GitopsError, Warning } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { groupOf, type KubeObject } from '../../object.ts';
import type { Say } from '../query.ts';
import type { Cluster } from '../types.ts';

/** Lists cost the server many seats each. */
const LISTS = 4;
/** Kinds named in the warning; the others are counted. */
const NAMED = 5;

/**
 * The metadata of every object in the namespaces, of every kind that somebody can have left behind. `keep` gets
 * some twice. What cannot be listed is passed over, and told in one warning.
 */
export async function scan(
  { http, discovery }: Pick<Cluster, 'http' | 'discovery'>,
  namespaces: readonly string[],
  keep: (live: KubeObject) => Promise<void>,
  say: Say,
): Promise<readonly Warning[]> {
  const kinds = listable(discovery);
  const lists = namespaces.flatMap((namespace) => kinds.map((resource) => ({ resource, namespace })));
  const failed = new Map<Resource, GitopsError>();
  let done = 0;
  await mapLimit(lists, LISTS, async ({ resource, namespace }) => {
    const error = await eachMetadata(http, resource, namespace, async (objects) => {
      for (const live of objects) await keep(live);
    });
    if (error !== null) failed.set(resource, error);
    done += 1;
    if (done % 20 === 0) say(`looking for what no app declares: ${done} of ${lists.length} lists`);
  });
  if (failed.size === 0) return [];
  const passedOver = kinds.filter((kind) => failed.has(kind));
  return [warningOf(passedOver, failed)];
}

/** Of several versions of a kind the server's first is its own choice. */
function listable({ resources }: Discovery): readonly Resource[] {
  const byName = new Map<string, Resource>();
  for (const resource of resources.filter(canBeLeftBehind)) {
    const name = nameFor(resource);
    if (!byName.has(name)) byName.set(name, resource);
  }
  return [...byName.values()];
}

function warningOf(kinds: readonly Resource[], errors: ReadonlyMap<Resource, GitopsError>): Warning {
  const forbidden = kinds.filter((kind) => errors.get(kind)?.code === 'FORBIDDEN');
  const others = kinds.filter((kind) => !forbidden.includes(kind)).map((kind) => errors.get(kind));
  const parts = [
    ...(forbidden.length === 0
      ? []
      : [`${counted(forbidden.length)} may not be listed (${named(forbidden)})`]),
    ...(others.length === 0 ? [] : [`${counted(others.length)} could not be: ${others[0]?.message ?? ''}`]),
  ];
  return {
    code: 'UNMANAGED_INCOMPLETE',
    message: `what no app declares is not told of every kind: ${parts.join('; ')}`,
    hint:
      forbidden.length === 0 ? (others[0]?.hint ?? null) : 'see what is allowed: kubectl auth can-i --list',
  };
}

function counted(count: number): string {
  return count === 1 ? '1 kind' : `${count} kinds`;
}

function named(kinds: readonly Resource[]): string {
  const names = kinds.map(nameFor).toSorted();
  const more = names.length - NAMED;
  return [...names.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** `deployments.apps`, as kubectl names it. */
function nameFor({ apiVersion, plural }: Resource): string {
  const group = groupOf(apiVersion);
  return group === '' ? plural : `${plural}.${group}`;
}
