import { posix } from 'node:path';
import { type Json, type JsonObject, type KubeObject, objectAt, stringOr, textsOf } from '../../object.ts';
import type {
  FluxSource,
  KustomizeImage,
  KustomizeOptions,
  Root,
  Substitution,
  Unrendered,
} from '../../render/types.ts';
import { appId, ARTIFACT, dependenciesOf, destinationOf, entries, homeOf, parentOf } from './names.ts';
import { type Part, partOfArtifact } from './artifact.ts';
import { readSource, sourceReference } from './source.ts';
import type { FluxApp, OwnSource, Surroundings } from './types.ts';
import { readVariables, type Variables } from './variables.ts';

/** What a Kustomization of Flux deploys of this repository. */
export async function readKustomization(object: KubeObject, where: Surroundings): Promise<FluxApp> {
  const spec = objectAt(object.spec);
  const asked = withinTree(stringOr(spec.path, '.'));
  const [source, variables] = await Promise.all([
    partOf(spec.sourceRef, homeOf(object), asked, where),
    readVariables(object, where),
  ]);
  const { own, path } = 'own' in source ? source : { own: null, path: asked };
  const why = 'elsewhere' in source ? source.elsewhere : (unknownOf(variables) ?? remoteComponent(spec));
  const values = variables === null || 'unknown' in variables ? null : variables;
  const root: Root =
    why === null
      ? {
          kind: 'kustomize',
          path,
          kustomize: {
            ...optionsOf(spec),
            source: sourceOf(own),
            ...(values === null ? {} : { substitute: substitutionOf(values) }),
          },
        }
      : { kind: 'unrendered', path, unrendered: why };
  return {
    id: appId('Kustomization', homeOf(object), object.metadata.name),
    deployer: 'flux',
    object,
    root,
    revision: own?.revision ?? null,
    destination: destinationOf(object),
    parent: parentOf(object),
    dependsOn: dependenciesOf(object, 'Kustomization'),
    warnings: own?.warnings ?? [],
  };
}

/** What is at a path of a source. */
async function partOf(
  reference: Json | undefined,
  home: string,
  path: string,
  where: Surroundings,
): Promise<Part> {
  const named = sourceReference(reference, home);
  if (named.kind === ARTIFACT) return partOfArtifact(named, path, where);
  const source = await readSource(reference, home, path, where);
  return 'own' in source ? { ...source, path } : source;
}

function sourceOf(own: OwnSource | null): FluxSource {
  return { ignore: own?.ignore ?? null, ...(own?.only === undefined ? {} : { only: own.only }) };
}

function substitutionOf({ values, fromCluster, secrets }: Variables): Substitution {
  return { variables: values, strict: false, fromCluster, ...(secrets.length === 0 ? {} : { secrets }) };
}

function unknownOf(variables: Awaited<ReturnType<typeof readVariables>>): Unrendered | null {
  return variables !== null && 'unknown' in variables ? variables.unknown : null;
}

/** Whatever it says, it stays in the source. */
export function withinTree(path: string): string {
  const within = posix.join('/', path).slice(1).replace(/\/$/, '');
  return within === '' ? '.' : within;
}

/** What it changes in the kustomization at its path, and in what that builds: the generator of fluxcd/pkg/kustomize. */
function optionsOf(spec: JsonObject): KustomizeOptions {
  const namespace = stringOr(spec.targetNamespace, '');
  const [namePrefix, nameSuffix] = [stringOr(spec.namePrefix, ''), stringOr(spec.nameSuffix, '')];
  const { labels, annotations } = objectAt(spec.commonMetadata);
  return {
    generate: true,
    ...(namespace === '' ? {} : { namespace }),
    ...(namePrefix === '' ? {} : { namePrefix }),
    ...(nameSuffix === '' ? {} : { nameSuffix }),
    images: imagesOf(spec.images),
    patches: patchesOf(spec.patches),
    components: textsIn(spec.components),
    ignoreMissingComponents: spec.ignoreMissingComponents === true,
    buildMetadata: textsIn(spec.buildMetadata),
    ...(spec.commonMetadata === undefined
      ? {}
      : { commonMetadata: { labels: textsOf(labels), annotations: textsOf(annotations) } }),
  };
}

/** Tag and digest are one: what gives neither leaves both, and a name that is not given stays. */
function imagesOf(images: Json | undefined): readonly KustomizeImage[] {
  return entries(images).flatMap((entry) => {
    const { name, newName, newTag, digest } = objectAt(entry);
    if (typeof name !== 'string') return [];
    const [tag, hash] = [stringOr(newTag, ''), stringOr(digest, '')];
    const version = tag === '' && hash === '' ? { newTag: '*', digest: '*' } : { newTag: tag, digest: hash };
    return [{ name, newName: stringOr(newName, '') || '*', ...version }];
  });
}

export function patchesOf(patches: Json | undefined): readonly JsonObject[] {
  return entries(patches).map((entry) => {
    const { patch, target } = objectAt(entry);
    return { patch: stringOr(patch, ''), ...(target === undefined ? {} : { target }) };
  });
}

function textsIn(list: Json | undefined): readonly string[] {
  return entries(list).filter((one) => typeof one === 'string');
}

const REMOTE = /^(?:git::|gh:|ssh:\/\/|https?:\/\/|git@|github\.com[:/]|(?:file:\/\/)?\/)/i;

function remoteComponent({ components }: JsonObject): Unrendered | null {
  const remote = textsIn(components).find((one) => REMOTE.test(one));
  if (remote === undefined) return null;
  const hint = 'copy it into the repository, and name it by its path';
  return { code: 'REMOTE_COMPONENT', message: `Flux takes no component from elsewhere: ${remote}`, hint };
}
