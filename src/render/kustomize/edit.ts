import { ManifestError } from '../../errors.ts';
import { isArray, type Json, type JsonObject, objectAt, stringOr } from '../../object.ts';
import { PLACEHOLDER } from '../flux/generate.ts';
import type { CommonMetadata, KustomizeImage, KustomizeOptions } from '../types.ts';
import { renamed } from './canonical.ts';
import { listOf } from './files.ts';

/** The fields that are edited: kustomize does not look at upper and lower case. */
const EDITED = [
  ...['namespace', 'namePrefix', 'nameSuffix', 'images', 'imageTags', 'replicas', 'commonLabels', 'labels'],
  ...['commonAnnotations', 'patches', 'components', 'resources', 'buildMetadata'],
];

/** Whether these options may say anything that stands in a kustomization. */
export function edits(options: KustomizeOptions | undefined): options is KustomizeOptions {
  if (options === undefined) return false;
  const { namespace, namePrefix, nameSuffix, images, replicas, patches, components, labels, annotations } =
    options;
  const lists = [images, replicas, patches, components];
  return (
    options.generate === true ||
    [namespace, namePrefix, nameSuffix, labels, annotations].some((one) => one !== undefined) ||
    lists.some((list) => list !== undefined && list.length > 0)
  );
}

/**
 * A kustomization as a deployer changes it before it is built: what `kustomize edit` would write, and patches added.
 * Names, namespace, and the images and replicas of a name are replaced; patches and components come after its own.
 * `isThere` tells of a component, as written, whether the tree has it. Throws ManifestError for a label or annotation
 * that the kustomization sets itself, unless it is forced.
 */
export function edited(
  kustomization: JsonObject,
  options: KustomizeOptions,
  isThere: (component: string) => boolean,
): JsonObject {
  let content = renamed(kustomization, EDITED) ?? kustomization;
  const { namespace, namePrefix, nameSuffix, images = [], replicas = [], patches = [] } = options;
  if (namePrefix !== undefined) content = { ...content, namePrefix };
  if (nameSuffix !== undefined) content = { ...content, nameSuffix };
  if (images.length > 0) content = withImages(content, images);
  if (replicas.length > 0) content = withReplicas(content, replicas);
  if (options.labels !== undefined) content = withLabels(content, options.labels);
  if (options.annotations !== undefined) {
    const commonAnnotations = added(objectAt(content.commonAnnotations), options.annotations, 'annotation');
    content = { ...content, commonAnnotations };
  }
  if (namespace !== undefined) content = { ...content, namespace };
  if (patches.length > 0) content = { ...content, patches: [...listOf(content, 'patches'), ...patches] };
  return withComponents(withBuildMetadata(content, options), options, isThere);
}

/** Flux has where they come from written on objects of a kustomization without resources: else it might be empty. */
function withBuildMetadata(
  content: JsonObject,
  { generate, buildMetadata = [] }: KustomizeOptions,
): JsonObject {
  if (buildMetadata.length > 0) return { ...content, buildMetadata };
  const isPlaceholder = content.namespace === PLACEHOLDER;
  if (generate !== true || isPlaceholder || listOf(content, 'resources').length > 0) return content;
  return { ...content, buildMetadata: ['originAnnotations'] };
}

function withImages(content: JsonObject, images: readonly KustomizeImage[]): JsonObject {
  const own = [...listOf(content, 'images'), ...listOf(content, 'imageTags')];
  const changed = new Map(images.map((image) => [image.name, image]));
  // of several entries of a name kustomize keeps the last
  const byName = new Map<string, Json>(own.map((one) => [stringOr(objectAt(one).name, ''), one]));
  for (const [name, image] of changed) byName.set(name, imageEntry(image, objectAt(byName.get(name))));
  const { imageTags: _, ...rest } = content;
  return { ...rest, images: sortedByName(byName) };
}

function imageEntry({ name, ...image }: KustomizeImage, before: JsonObject): JsonObject {
  const fields = ['newName', 'newTag', 'digest'] as const;
  const entries = fields.map((field) => {
    const said = image[field];
    return [field, said === '*' ? (before[field] ?? '') : (said ?? '')] as const;
  });
  return { name, ...Object.fromEntries(entries.filter(([, value]) => value !== '')) };
}

function withReplicas(content: JsonObject, replicas: KustomizeOptions['replicas'] & object): JsonObject {
  const own = listOf(content, 'replicas').map((one) => [stringOr(objectAt(one).name, ''), one] as const);
  const changed = replicas.map(({ name, count }) => [name, { name, count }] as const);
  return { ...content, replicas: sortedByName(new Map<string, Json>([...own, ...changed])) };
}

function sortedByName(byName: ReadonlyMap<string, Json>): readonly Json[] {
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function withLabels(content: JsonObject, labels: KustomizeOptions['labels'] & object): JsonObject {
  const { withoutSelector, includeTemplates } = labels;
  if (!withoutSelector) {
    if (includeTemplates) {
      throw new ManifestError(
        'RENDER_FAILED',
        'labels go into templates only where selectors are left alone',
        {
          hint: 'set labelWithoutSelector as well',
        },
      );
    }
    return { ...content, commonLabels: added(objectAt(content.commonLabels), labels, 'label') };
  }
  const own = listOf(content, 'labels');
  const index = own.findIndex((one) => {
    const { includeSelectors = false, includeTemplates: into = false } = objectAt(one);
    return includeSelectors === false && into === includeTemplates;
  });
  const like = index < 0 ? { includeTemplates } : objectAt(own[index]);
  const entry = { ...like, pairs: added(objectAt(like, 'pairs'), labels, 'label') };
  return { ...content, labels: index < 0 ? [...own, entry] : own.with(index, entry) };
}

function added(own: JsonObject, { pairs, force }: CommonMetadata, what: string): JsonObject {
  const taken = force ? undefined : Object.keys(pairs).find((key) => Object.hasOwn(own, key));
  if (taken === undefined) return { ...own, ...pairs };
  throw new ManifestError('RENDER_FAILED', `the kustomization sets the ${what} ${taken} itself`, {
    hint: `take it out of one of the two, or set forceCommon${what === 'label' ? 'Labels' : 'Annotations'}`,
  });
}

function withComponents(
  content: JsonObject,
  { components = [], ignoreMissingComponents }: KustomizeOptions,
  isThere: (component: string) => boolean,
): JsonObject {
  const wanted = ignoreMissingComponents === true ? components.filter(isThere) : components;
  const own = isArray(content.components) ? content.components : [];
  const further = [...new Set(wanted)].filter((one) => !own.includes(one));
  return further.length === 0 ? content : { ...content, components: [...own, ...further] };
}
