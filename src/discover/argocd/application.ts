import { ManifestError, type Warning } from '../../errors.ts';
import { type JsonObject, type KubeObject, objectAt } from '../../object.ts';
import { withoutLogins } from '../../printable.ts';
import type { Root } from '../../render/types.ts';
import type { ControlledApp } from '../types.ts';
import { attempt, attemptOr, unrendered } from './attempt.ts';
import {
  isChart,
  isReference,
  pathOf,
  refOf,
  repositoryOf,
  revisionOf,
  sameRevision,
} from './source/described.ts';
import { asksForRevision, environmentOf } from './source/environment.ts';
import { invalid, mapAt, mapsAt, textAt } from './fields.ts';
import { rootsOf } from './source/source.ts';
import type { SourceReading, Surroundings } from './types.ts';

export interface ReadApplication
  extends Pick<ControlledApp, 'root' | 'revision' | 'destination' | 'warnings'> {
  /** What the source hydrator renders into the branch that is synced, and what it follows; null: there is none. */
  readonly dry: Pick<ControlledApp, 'root' | 'revision'> | null;
}

/**
 * What an Application deploys of this repository, resolved as Argo CD's repo server does (reposerver/repository). What
 * cannot be rendered here, and what the Application gets wrong, is a root that says why. Never throws GitopsError.
 */
export function readApplication(app: KubeObject, surroundings: Surroundings): ReadApplication {
  const warnings: Warning[] = [];
  const spec = objectAt(app, 'spec');
  const target = objectAt(spec, 'destination');
  const read = (sources: () => readonly JsonObject[]) =>
    readSources(app, sources, surroundings, (warning) => warnings.push(warning));
  const hydrator = attempt(() => mapAt(spec, 'sourceHydrator'));
  const dry = hydrator === undefined ? null : read(() => [objectAt(hydrator, 'drySource')]);
  const synced = read(() => (hydrator === undefined ? sourcesOf(spec) : [hydrated(hydrator)]));
  const text = (key: string) => attempt(() => textAt(target, key)) || null;
  const destination = { server: text('server'), name: text('name') };
  return {
    ...synced,
    dry,
    destination: destination.server === null && destination.name === null ? null : destination,
    warnings: [...new Map(warnings.map((one) => [one.message, one])).values()],
  };
}

/** Several sources count more than one. */
function sourcesOf(spec: JsonObject): readonly JsonObject[] {
  const several = mapsAt(spec, 'sources');
  const one = mapAt(spec, 'source');
  if (several.length > 0) return several;
  if (one !== undefined) return [one];
  throw invalid('the Application has no source', 'write spec.source');
}

/** What is synced once the hydrator has rendered it. */
function hydrated(hydrator: JsonObject): JsonObject {
  const [dry, sync] = [objectAt(hydrator, 'drySource'), objectAt(hydrator, 'syncSource')];
  return {
    repoURL: textAt(sync, 'repoURL') || textAt(dry, 'repoURL'),
    path: textAt(sync, 'path'),
    targetRevision: textAt(sync, 'targetBranch'),
  };
}

function readSources(
  app: KubeObject,
  list: () => readonly JsonObject[],
  surroundings: Surroundings,
  warn: (warning: Warning) => void,
): Pick<ControlledApp, 'root' | 'revision'> {
  const namespace = attempt(() => textAt(objectAt(app, 'spec', 'destination'), 'namespace')) || undefined;
  const given = { ...(namespace === undefined ? {} : { namespace }), hooks: 'argocd' } as const;
  const sources = attemptOr(list, (error) => error);
  if (sources instanceof ManifestError)
    return { root: { ...unrendered(app.metadata.name, sources), ...given }, revision: null };
  const followed = followedOf(sources, surroundings);
  const rendered = sources.length > 1 ? sources.filter((one) => !isReference(one)) : sources;
  const roots = rendered.flatMap((source) =>
    attemptOr(
      () => readSource(app, source, followed, surroundings, warn),
      (error) => [unrendered(pathOf(source), error)],
    ),
  );
  const parts = roots.map((root): Root => ({ ...root, ...given }));
  const [first = { ...nothing(app), ...given }] = parts;
  const isOne = parts.length < 2;
  const root: Root = isOne ? first : { kind: 'sources', path: first.path, sources: parts, ...given };
  return { root, revision: followed.revision };
}

/** What of this repository sources follow: the one that the first of them names. */
interface Followed {
  readonly revision: string | null;
  /** Whether a source is of this repository and follows the same. */
  readonly isHere: (source: JsonObject) => boolean;
  /** Sources that others name: `$values`, and whether they are here; null: there is one only. */
  readonly refs: SourceReading['refs'];
}

function followedOf(sources: readonly JsonObject[], { isThis, defaultBranch }: Surroundings): Followed {
  const ours = sources.filter((one) => !isChart(one) && isThis(repositoryOf(one)));
  const first = ours.find((one) => !isReference(one)) ?? ours[0];
  const same = first === undefined ? null : sameRevision(first, defaultBranch);
  const isHere = (source: JsonObject) =>
    ours.includes(source) && sameRevision(source, defaultBranch) === same;
  const named = sources
    .filter((one) => refOf(one) !== '')
    .map((one) => [`$${refOf(one)}`, isHere(one)] as const);
  return {
    revision: first === undefined ? null : revisionOf(first),
    isHere,
    refs: sources.length > 1 ? new Map(named) : null,
  };
}

function readSource(
  app: KubeObject,
  source: JsonObject,
  followed: Followed,
  surroundings: Surroundings,
  warn: (warning: Warning) => void,
): readonly Root[] {
  const { name } = app.metadata;
  const { view, settings, instance = name, commit = null } = surroundings;
  assertHere(source, followed, surroundings);
  if (commit === null && asksForRevision(JSON.stringify(source))) warn(unknownRevision(app));
  const environment = environmentOf(app, source, surroundings);
  const { refs } = followed;
  return rootsOf({ source, path: null, view, settings, name, environment, refs, warn }, instance);
}

/** What is in another repository, or at another revision of this one, cannot be told from the tree at hand. */
function assertHere(source: JsonObject, { isHere, revision }: Followed, { isThis }: Surroundings): void {
  if (isChart(source) || isHere(source)) return;
  const [path, url] = [pathOf(source), repositoryOf(source)];
  if (!isThis(url))
    throw new ManifestError('OTHER_REPOSITORY', `${path} is in another repository: ${withoutLogins(url)}`, {
      hint: 'look at it in a checkout of that repository',
    });
  const [own, other] = [revisionOf(source), revision].map((one) => one ?? 'the default branch');
  throw new ManifestError('OTHER_REVISION', `${path} follows ${own}, another source ${other}`, {
    hint: 'let all sources of a repository follow the same revision',
  });
}

function nothing(app: KubeObject): Root {
  const { name } = app.metadata;
  return unrendered(
    name,
    invalid(`the sources of ${name} are there for others only`, 'give one of them a path'),
  );
}

function unknownRevision(app: KubeObject): Warning {
  return {
    code: 'REVISION_UNKNOWN',
    message: `${app.metadata.name} asks for its commit, which is not known here: it is left empty`,
    hint: null,
  };
}
