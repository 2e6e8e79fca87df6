import type { JsonObject } from '../../../object.ts';
import type { CommonMetadata, KustomizeImage, KustomizeOptions } from '../../../render/types.ts';
import { buildFlags } from './build-options.ts';
import { withVariables } from './environment.ts';
import { flagAt, invalid, mapAt, mapsAt, pairsAt, textAt, textsAt } from '../fields.ts';
import { buildOptionsOf } from '../settings.ts';
import type { SourceReading } from '../types.ts';

/** What `spec.source.kustomize` and the settings of Argo CD have `kustomize` do. */
export function kustomizeOptions(reading: SourceReading): KustomizeOptions {
  const { source, environment } = reading;
  const given = mapAt(source, 'kustomize') ?? {};
  const namespace = textAt(given, 'namespace');
  const namePrefix = textAt(given, 'namePrefix');
  const nameSuffix = textAt(given, 'nameSuffix');
  const kubeVersion = textAt(given, 'kubeVersion');
  const apiVersions = textsAt(given, 'apiVersions');
  return {
    ...(namespace === '' ? {} : { namespace }),
    ...(namePrefix === '' ? {} : { namePrefix }),
    ...(nameSuffix === '' ? {} : { nameSuffix }),
    images: textsAt(given, 'images').map((image) => imageOf(withVariables(image, environment))),
    replicas: mapsAt(given, 'replicas').map(replicasOf),
    patches: mapsAt(given, 'patches').map(patchOf),
    components: textsAt(given, 'components'),
    ...(flagAt(given, 'ignoreMissingComponents') ? { ignoreMissingComponents: true } : {}),
    ...labelsOf(given, reading),
    ...annotationsOf(given, reading),
    ...flagsOf(given, reading),
    ...(kubeVersion === '' ? {} : { kubeVersion: kubeVersion.replaceAll('+', '') }),
    ...(apiVersions.length === 0 ? {} : { apiVersions }),
  };
}

/** `name=new:tag@digest`, of which a part may be missing, as `kustomize edit set image` takes it. */
export function imageOf(text: string): KustomizeImage {
  const equals = text.indexOf('=');
  const value = text.slice(equals + 1);
  const slash = Math.max(value.indexOf('/'), 0);
  const at = value.indexOf('@', slash);
  const end = at < 0 ? value.length : at;
  const colon = value.indexOf(':', slash);
  const hasTag = colon >= 0 && colon < end;
  const name = value.slice(0, hasTag ? colon : end);
  if (name === text)
    throw invalid(`the image ${text} is changed in nothing`, 'write NAME=NEW:TAG, NAME:TAG or NAME@DIGEST');
  const newTag = hasTag ? value.slice(colon + 1, end) : '';
  const digest = value.slice(end + 1);
  return {
    name: equals < 0 ? name : text.slice(0, equals),
    ...(equals < 0 ? {} : { newName: name }),
    ...(newTag === '' ? {} : { newTag }),
    ...(digest === '' ? {} : { digest }),
  };
}

function replicasOf(entry: JsonObject): { readonly name: string; readonly count: number } {
  const { count = 0 } = entry;
  const number = typeof count === 'string' && /^[+-]?\d+$/.test(count) ? Number(count) : count;
  if (typeof number === 'number' && Number.isInteger(number))
    return { name: textAt(entry, 'name'), count: number };
  throw invalid(`the source has replicas with count: ${JSON.stringify(count)}`, 'write a whole number');
}

/** What Argo CD knows of a patch; it drops whatever else is there. */
function patchOf(entry: JsonObject): JsonObject {
  const [path, patch] = [textAt(entry, 'path'), textAt(entry, 'patch')];
  const [target, options] = [mapAt(entry, 'target'), mapAt(entry, 'options')];
  return {
    ...(path === '' ? {} : { path }),
    ...(patch === '' ? {} : { patch }),
    ...(target === undefined ? {} : { target }),
    ...(options === undefined ? {} : { options }),
  };
}

function labelsOf(given: JsonObject, { environment }: SourceReading): Pick<KustomizeOptions, 'labels'> {
  const pairs = pairsAt(given, 'commonLabels');
  if (Object.keys(pairs).length === 0) return {};
  const labels = {
    ...metadataOf(pairs, (value) => withVariables(value, environment), flagAt(given, 'forceCommonLabels')),
    withoutSelector: flagAt(given, 'labelWithoutSelector'),
    includeTemplates: flagAt(given, 'labelIncludeTemplates'),
  };
  return { labels };
}

function annotationsOf(
  given: JsonObject,
  { environment }: SourceReading,
): Pick<KustomizeOptions, 'annotations'> {
  const pairs = pairsAt(given, 'commonAnnotations');
  if (Object.keys(pairs).length === 0) return {};
  const isSubstituted = flagAt(given, 'commonAnnotationsEnvsubst');
  const said = (value: string) => (isSubstituted ? withVariables(value, environment) : value);
  return { annotations: metadataOf(pairs, said, flagAt(given, 'forceCommonAnnotations')) };
}

/** `kustomize edit add` takes a pair of double quotes off a value. */
function metadataOf(
  pairs: Readonly<Record<string, string>>,
  said: (value: string) => string,
  force: boolean,
): CommonMetadata {
  const entries = Object.entries(pairs).map(([key, value]) => {
    const text = said(value);
    return [key, /^"[\s\S]*"$/.test(text) ? text.slice(1, -1) : text] as const;
  });
  return { pairs: Object.fromEntries(entries), force };
}

function flagsOf(given: JsonObject, { settings, warn }: SourceReading): Pick<KustomizeOptions, 'flags'> {
  const options = buildOptionsOf(settings, textAt(given, 'version'));
  if (options === undefined) return {};
  const { flags, leftOut } = buildFlags(options);
  if (leftOut.length > 0) {
    warn({
      code: 'BUILD_OPTION_LEFT_OUT',
      message: `kustomize.buildOptions of argocd-cm has ${leftOut.join(', ')}, which this machine does not hand on`,
      hint: null,
    });
  }
  return { flags };
}
