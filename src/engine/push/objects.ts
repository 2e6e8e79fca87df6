import { PROBLEM_CODES, type ProblemCode } from '../../config/settings.ts';
import type { Deps } from '../../deps.ts';
import { EXIT, type GitopsError } from '../../errors.ts';
import { nameOf } from '../../object.ts';
import { formatPath } from '../../path.ts';
import { type ObjectChanges, objectChanges } from '../../push/changes.ts';
import { plaintextFields } from '../../push/plaintext.ts';
import type { Manifest } from '../../render/types.ts';
import type { Desired } from '../desired.ts';
import { examine } from '../examine.ts';
import { explain, placeOf, type Sources } from '../explain.ts';
import type { Query, Say } from '../query.ts';
import { refusedField } from '../refused-field.ts';
import type { Rendered } from '../render.ts';
import type { App, Cluster, Item } from '../types.ts';
import { checkNew } from './newborn.ts';
import { overwrites, touchedPaths } from './overwrites.ts';
import type { Found } from '../../push/types.ts';

export type ChangesOf = ReadonlyMap<App, ObjectChanges<Manifest>>;

/** What the push does to each root: base as rendered before, head as it will be. */
export function changesOf(
  before: ReadonlyMap<string, readonly Manifest[]>,
  after: readonly Rendered[],
): ChangesOf {
  return new Map(
    after.map(({ app, manifests }) => [app, objectChanges(before.get(app.root.path) ?? [], manifests)]),
  );
}

/** The objects that the push brings or changes, each asked of the server as its deployer would apply it. */
export async function checkObjects(
  desired: Desired,
  changes: ChangesOf,
  cluster: Cluster,
  query: Query,
  deps: Deps,
  say: Say,
): Promise<readonly Found[]> {
  const apps = desired.rendered.apps.map((one) => touchedOnly(one, changes));
  const before = new Map(
    [...changes.values()].flatMap(({ changed }) =>
      changed.map(({ base, head }) => [head, base.object] as const),
    ),
  );
  const { resolved, found, judged, sources } = await examine(
    cluster,
    { ...desired, rendered: { ...desired.rendered, apps } },
    query,
    deps,
    say,
  );
  const live = await Promise.all(
    judged.map(async (one) => {
      const { item } = one.suspicion;
      if (one.unasked !== null) return [problemOf(item, one.unasked)];
      const drift = await explain(one, sources);
      if (one.verdict.error !== null) return [await refused(item, one.verdict.error, sources)];
      const base = before.get(item.manifest);
      return base === undefined ? [] : overwrites(drift, touchedPaths(base, item.desired, item.type));
    }),
  );
  const born = await checkNew(found.absent, desired.rendered.apps, cluster, (item, error) =>
    refused(item, error, sources),
  );
  const unread = found.failed.map(({ item, error }) => problemOf(item, error));
  const unknown = await Promise.all(
    resolved.unresolved.map(async ({ app, manifest, desired: object, error }) =>
      error === null
        ? []
        : [
            {
              ...problemOf({ app, desired: object }, error),
              source: await placeOf({ app, manifest }, [], sources),
            },
          ],
    ),
  );
  const shown = await Promise.all(resolved.items.map((item) => readable(item, sources)));
  return [...live, ...born, ...unknown, ...shown].flat().concat(unread);
}

function touchedOnly(one: Rendered, changes: ChangesOf): Rendered {
  const { created = [], changed = [] } = changes.get(one.app) ?? {};
  const touched = new Set([...created, ...changed.map(({ head }) => head)]);
  return { ...one, manifests: one.manifests.filter((manifest) => touched.has(manifest)), digest: undefined };
}

/** The server's own words, at the line of the field where it names one. */
async function refused(item: Item, error: GitopsError, sources: Sources): Promise<Found> {
  if (error.exitCode !== EXIT.invalid) return problemOf(item, error);
  const field = await refusedField(item, error, await sources.locatorOf(item.app));
  return {
    ...problemOf(item, error),
    path: field?.path ?? null,
    source: field?.source ?? (await placeOf(item, [], sources)),
    hint: field?.hint ?? error.hint ?? null,
  };
}

async function readable(item: Item, sources: Sources): Promise<readonly Found[]> {
  const [first, ...more] = plaintextFields(item.manifest.object);
  if (first === undefined) return [];
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return [
    {
      code: 'PLAINTEXT_SECRET',
      root: item.app.root.path,
      object: nameOf(item.desired),
      path: formatPath(first),
      message: `everybody who reads the repository can read ${first[1]}${others}`,
      hint: 'seal it (SealedSecret, SOPS) or refer to it (ExternalSecret); what was pushed once must be changed',
      source: await placeOf(item, first, sources),
    },
  ];
}

function problemOf({ app, desired }: Pick<Item, 'app' | 'desired'>, error: GitopsError): Found {
  return {
    code: codeOf(error),
    root: app.root.path,
    object: nameOf(desired),
    path: null,
    message: error.message,
    hint: error.hint ?? null,
    source: null,
  };
}

/** What the rules have no name for is the connection's or the server's trouble, not the manifest's. */
export function codeOf({ code, exitCode }: GitopsError): ProblemCode {
  const known = PROBLEM_CODES.find((one) => one === code);
  if (known !== undefined) return known;
  return exitCode === EXIT.invalid ? 'SERVER_REJECTED' : 'UNREACHABLE';
}
