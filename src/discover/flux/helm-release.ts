import { createHash } from 'node:crypto';
import { type JsonObject, type KubeObject, objectAt, stringOr, textsOf } from '../../object.ts';
import type { HelmOptions, KustomizeImage, PostRenderer, Root, Unrendered } from '../../render/types.ts';
import { type ChartPlace, readChartPlace } from './chart.ts';
import { patchesOf } from './kustomization.ts';
import { appId, dependenciesOf, destinationOf, entries, homeOf, parentOf } from './names.ts';
import type { FluxApp, Surroundings } from './types.ts';
import { type ChartValues, readValues } from './values/read.ts';

/** What a HelmRelease deploys: a chart of this repository, or one from elsewhere with values that git declares. */
export async function readHelmRelease(object: KubeObject, where: Surroundings): Promise<FluxApp> {
  const [place, values] = await Promise.all([readChartPlace(object, where), readValues(object, where)]);
  const own = 'at' in place && place.at === 'here' ? place.source : null;
  return {
    id: appId('HelmRelease', homeOf(object), object.metadata.name),
    deployer: 'flux',
    object,
    root: rootOf(object, place, values),
    revision: own?.revision ?? null,
    destination: destinationOf(object),
    parent: parentOf(object),
    dependsOn: dependenciesOf(object, 'HelmRelease'),
    warnings: own?.warnings ?? [],
  };
}

export interface Release {
  readonly name: string;
  readonly namespace: string;
  /** Of the Secrets in which Helm keeps what it knows of the release. */
  readonly storageNamespace: string;
}

/** The Helm release that a HelmRelease stands for. */
export function releaseOf(object: KubeObject): Release {
  const spec = objectAt(object.spec);
  const target = stringOr(spec.targetNamespace, '');
  const name = [target, object.metadata.name].filter((part) => part !== '').join('-');
  return {
    name: shortened(stringOr(spec.releaseName, '') || name),
    namespace: target || homeOf(object),
    storageNamespace: stringOr(spec.storageNamespace, '') || homeOf(object),
  };
}

/** Helm's longest name, and how helm-controller cuts a longer one. */
const [LONGEST, HASH] = [53, 12];

function shortened(name: string): string {
  if (name.length <= LONGEST) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH);
  return `${name.slice(0, LONGEST - HASH - 1)}-${hash}`;
}

function rootOf(
  object: KubeObject,
  place: ChartPlace,
  values: ChartValues | { readonly unknown: Unrendered },
): Root {
  const { name, namespace } = releaseOf(object);
  const path = 'at' in place && place.at === 'here' ? place.path : chartName(object);
  if ('elsewhere' in place) return { kind: 'unrendered', path, unrendered: place.elsewhere };
  if ('unknown' in values) return { kind: 'unrendered', path, unrendered: values.unknown };
  const helm: HelmOptions = {
    release: name,
    ...(place.at === 'here' ? { values: place.values } : { chart: place.chart }),
    ...(Object.keys(values.values).length === 0 ? {} : { inlineValues: JSON.stringify(values.values) }),
    ...(values.fromCluster ? { fromCluster: true } : {}),
    ...(values.secrets.length === 0 ? {} : { secrets: values.secrets }),
    ...optionsOf(object),
  };
  return { kind: 'helm', path, namespace, helm };
}

function chartName(object: KubeObject): string {
  const spec = objectAt(object.spec);
  return stringOr(
    objectAt(spec.chart, 'spec').chart,
    stringOr(objectAt(spec.chartRef).name, object.metadata.name),
  );
}

function optionsOf(object: KubeObject): Partial<HelmOptions> {
  const spec = objectAt(object.spec);
  const action = objectAt(isInstalled(object) ? spec.upgrade : spec.install);
  const { labels, annotations } = objectAt(spec.commonMetadata);
  const postRenderers = entries(spec.postRenderers).flatMap((one): readonly PostRenderer[] => {
    const { kustomize } = objectAt(one);
    return kustomize === undefined ? [] : [postRenderer(objectAt(kustomize))];
  });
  return {
    skipCrds: !makesCrds(object, action),
    skipSchemaValidation: action.disableSchemaValidation === true,
    ...(postRenderers.length === 0 ? {} : { postRenderers }),
    ...(spec.commonMetadata === undefined
      ? {}
      : { commonMetadata: { labels: textsOf(labels), annotations: textsOf(annotations) } }),
  };
}

function isInstalled({ status }: KubeObject): boolean {
  const { history, lastReleaseRevision } = objectAt(status);
  return entries(history).length > 0 || typeof lastReleaseRevision === 'number';
}

/** What a chart has in `crds/` is made by an install, and by an upgrade only where that is asked for. */
function makesCrds(object: KubeObject, { crds, skipCRDs }: JsonObject): boolean {
  const policy = stringOr(crds, '') || (skipCRDs === true || isInstalled(object) ? 'Skip' : 'Create');
  return policy !== 'Skip';
}

function postRenderer({ patches, images }: JsonObject): PostRenderer {
  const wanted = entries(images).flatMap((image): readonly KustomizeImage[] => {
    const { name, newName, newTag, digest } = objectAt(image);
    if (typeof name !== 'string') return [];
    const given = { newName, newTag, digest };
    const texts = Object.entries(given).filter(([, text]) => typeof text === 'string');
    return [{ name, ...Object.fromEntries(texts) }];
  });
  return { patches: patchesOf(patches), images: wanted };
}
