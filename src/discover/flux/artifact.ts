import { posix } from 'node:path';
import { groupOf, type Json, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import { isBelow } from '../../render/tree-files.ts';
import type { Unrendered } from '../../render/types.ts';
import { layoutOf } from './copies.ts';
import { ARTIFACT, entries, EXTENSIONS, GENERATOR, told } from './names.ts';
import { elsewhere, notThere, readSource } from './source.ts';
import type { Found, OwnSource, Reference, Surroundings } from './types.ts';

/** A part of this repository, and where in it that is. */
export type Part = { readonly own: OwnSource; readonly path: string } | { readonly elsewhere: Unrendered };

/** An artifact that is laid out like the directory `dir` of its sources. */
interface Artifact {
  readonly named: Reference;
  readonly generator: KubeObject;
  readonly dir: string;
  readonly copied: readonly string[];
  /** References, in the words of a `sourceRef`. */
  readonly sources: readonly Json[];
}

/** What is at a path of an artifact that an ArtifactGenerator makes of this repository. */
export async function partOfArtifact(named: Reference, path: string, where: Surroundings): Promise<Part> {
  const artifact = await readArtifact(named, where);
  return 'elsewhere' in artifact ? artifact : partAt(artifact, path, where);
}

/** The chart that an artifact is: Helm takes what is in the only directory at its top. */
export async function chartOfArtifact(named: Reference, where: Surroundings): Promise<Part> {
  const artifact = await readArtifact(named, where);
  if ('elsewhere' in artifact) return artifact;
  const { dir, copied } = artifact;
  const tops = new Set(copied.map((from) => posix.relative(dir, from).split('/')[0] ?? ''));
  const [top = ''] = tops;
  const isWhole = top !== '' && copied.includes(posix.join(dir, top));
  if (tops.size > 1 || !isWhole) return composed(artifact, 'copies no chart as one directory');
  return partAt(artifact, top, where);
}

/** Whether an object is an ArtifactGenerator that makes an artifact. */
export function isGeneratorOf(
  { namespace, name }: Reference,
  { apiVersion, kind, metadata, spec }: KubeObject,
): boolean {
  return (
    kind === GENERATOR &&
    groupOf(apiVersion) === EXTENSIONS &&
    stringOr(metadata.namespace, namespace) === namespace &&
    entries(objectAt(spec).artifacts).some((one) => objectAt(one).name === name)
  );
}

async function readArtifact(
  named: Reference,
  where: Surroundings,
): Promise<Artifact | { readonly elsewhere: Unrendered }> {
  const found = await generatorOf(named, where);
  if ('elsewhere' in found) return found;
  const { generator } = found;
  const { artifacts, pathPattern, sources } = objectAt(generator.spec);
  const of = { named, generator };
  if (stringOr(pathPattern, '') !== '') return composed(of, 'makes it by a pathPattern, which is not read');
  const made = entries(artifacts).find((one) => objectAt(one).name === named.name);
  if (made === undefined) return broken(of, 'does not make it any longer');
  const layout = layoutOf(objectAt(made).copy);
  if ('why' in layout)
    return layout.isRefused ? broken(of, layout.why) : composed(of, layout.why, layout.hint);
  const aliases = [...new Set(layout.copies.map(({ alias }) => alias))];
  const used = aliases.map((alias) => entries(sources).find((one) => objectAt(one).alias === alias));
  if (used.includes(undefined)) return broken(of, 'copies from a source that it does not name');
  if (used.some((one) => objectAt(one).kind === ARTIFACT))
    return composed(of, 'makes it of another artifact');
  const copied = [...new Set(layout.copies.map(({ from }) => from))].sort();
  return { ...of, dir: layout.dir, copied, sources: used.flatMap((one) => one ?? []) };
}

/** Of what git is about to deploy git tells; else the artifact says what made it. */
async function generatorOf(
  named: Reference,
  where: Surroundings,
): Promise<{ readonly generator: KubeObject } | { readonly elsewhere: Unrendered }> {
  const unborn = (await where.unborn?.generatorOf(named)) ?? 'absent';
  if (typeof unborn === 'object') return { generator: unborn };
  const artifact: Found = unborn === 'absent' ? await where.find(named) : unborn;
  if (typeof artifact === 'string') return notThere(artifact, named);
  const by = objectAt(artifact.spec, 'sourceRef');
  if (by.kind !== GENERATOR || groupOf(stringOr(by.apiVersion, '')) !== EXTENSIONS)
    return elsewhere('NOT_FROM_GIT', `${told(named)} was not made by an ${GENERATOR}`, null);
  const reference: Reference = {
    group: EXTENSIONS,
    kind: GENERATOR,
    namespace: stringOr(by.namespace, named.namespace),
    name: stringOr(by.name, ''),
  };
  const generator = await where.find(reference);
  return typeof generator === 'string' ? notThere(generator, reference) : { generator };
}

async function partAt(artifact: Artifact, asked: string, where: Surroundings): Promise<Part> {
  const { named, generator, dir, copied, sources } = artifact;
  const path = posix.join(dir, asked);
  if (!copied.some((from) => isBelow(path, from) || isBelow(from, path))) {
    const message = `${told(named)} holds no ${asked}: it is made of ${copied.join(', ')}`;
    return elsewhere('NOT_IN_ARTIFACT', message, `see spec.artifacts of ${generatorName(artifact)}`);
  }
  const home = namespaceOf(generator) ?? named.namespace;
  const read = await Promise.all(sources.map((one) => readSource(one, home, path, where)));
  const owns = read.flatMap((one) => ('own' in one ? one.own : []));
  const [own, ...others] = owns;
  const missing = read.find((one) => 'elsewhere' in one);
  if (own === undefined && missing !== undefined) return missing;
  if (own === undefined || missing !== undefined)
    return composed(artifact, 'makes it of several repositories');
  if (others.some(({ revision, ignore }) => revision !== own.revision || ignore !== own.ignore))
    return composed(artifact, 'makes it of several revisions of this repository');
  return { own: { ...own, only: copied }, path };
}

/** Nobody makes it, wherever. */
function broken(of: Pick<Artifact, 'named' | 'generator'>, why: string): { readonly elsewhere: Unrendered } {
  const message = `${told(of.named)} is not made: ${generatorName(of)} ${why}`;
  return elsewhere('BROKEN_ARTIFACT', message, 'correct spec.artifacts of it in git');
}

/** It is made, and nothing here follows how. */
function composed(
  of: Pick<Artifact, 'named' | 'generator'>,
  why: string,
  hint: string | null = null,
): { readonly elsewhere: Unrendered } {
  const message = `${told(of.named)} is no directory of this repository: ${generatorName(of)} ${why}`;
  return elsewhere('COMPOSED_ARTIFACT', message, hint);
}

function generatorName({ named, generator }: Pick<Artifact, 'named' | 'generator'>): string {
  const namespace = namespaceOf(generator) ?? named.namespace;
  return `${GENERATOR} ${namespace}/${generator.metadata.name}`;
}
