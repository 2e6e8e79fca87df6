import { isArray, isObject, type Json, type JsonObject } from '../../../object.ts';
import { KUSTOMIZATION_FILES } from '../../../render/kustomize/files.ts';
import type { View } from '../../../view.ts';
import { invalid } from '../fields.ts';
import { type ArgoSettings, isEnabled, type SourceType } from '../settings.ts';

const EXPLICIT = ['kustomize', 'helm', 'directory', 'plugin'] as const;

/** A source without types that say nothing: Argo CD takes those for absent before it looks at any file. */
export function normalized(source: JsonObject): JsonObject {
  const says = ([field, value]: readonly [string, Json]) =>
    !['kustomize', 'helm', 'directory'].includes(field) || !isZero(value);
  return Object.fromEntries(Object.entries(source).filter(says));
}

function isZero(value: Json): boolean {
  if (isArray(value)) return value.length === 0;
  if (!isObject(value)) return value === null || value === '' || value === false;
  return Object.entries(value).every(([key, one]) => (key === 'valuesObject' ? one === null : isZero(one)));
}

/** The one type that a source itself names; undefined: none. Throws ManifestError where it names several. */
export function explicitType(source: JsonObject): SourceType | undefined {
  const types = EXPLICIT.filter((type) => isObject(source[type]));
  if (types.length < 2) return types[0];
  throw invalid(`the source is ${types.join(' and ')} at once`, 'leave one of them');
}

/** How Argo CD renders a directory of the tree. A type that is switched off is a directory of manifests. */
export function typeOf(
  source: JsonObject,
  path: string,
  view: View,
  settings: ArgoSettings | null,
): SourceType {
  const type = explicitType(source) ?? detected(path, view, settings);
  return (type === 'helm' || type === 'kustomize') && !isEnabled(type, settings) ? 'directory' : type;
}

function detected(path: string, view: View, settings: ArgoSettings | null): SourceType {
  const names = view.list(path).filter(({ kind }) => kind !== 'directory');
  const isKustomization = names.some(({ name }) => KUSTOMIZATION_FILES.some((one) => one === name));
  if (isKustomization && isEnabled('kustomize', settings)) return 'kustomize';
  const isChart = names.some(({ name }) => name.endsWith('Chart.yaml'));
  return isChart && isEnabled('helm', settings) ? 'helm' : 'directory';
}
