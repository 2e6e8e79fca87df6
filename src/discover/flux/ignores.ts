import type { NamedRule } from '../../drift/ignore/ignore.ts';
import {
  groupOf,
  isArray,
  type Json,
  type KubeObject,
  namespaceOf,
  objectAt,
  stringOr,
} from '../../object.ts';
import { pattern } from '../../patterns/re2.ts';
import { parseSelector } from '../../patterns/selector.ts';

/** `spec.ignore` of a Kustomization, `spec.driftDetection.ignore` of a HelmRelease. */
export function fluxIgnores(object: KubeObject): readonly NamedRule[] {
  const spec = objectAt(object.spec);
  const isRelease = object.kind === 'HelmRelease';
  const entries = isRelease ? objectAt(spec, 'driftDetection').ignore : spec.ignore;
  const field = isRelease ? 'driftDetection.ignore' : 'ignore';
  return (isArray(entries) ? entries : []).map((entry, index) => {
    const { paths, target } = objectAt(entry);
    return {
      name: `${object.kind} ${object.metadata.name} ${field}[${index}]`,
      isAbout: targeting(objectAt(target)),
      ignored: {
        jsonPointers: isArray(paths) ? paths.filter((path) => typeof path === 'string') : [],
        jqPathExpressions: [],
        managedFieldsManagers: [],
      },
    };
  });
}

/** A target of kustomize: regular expressions of the whole name, and selectors. What it leaves out matches all. */
function targeting(target: Readonly<Record<string, Json>>): NamedRule['isAbout'] {
  const is = (key: string, text: string) => {
    const expression = stringOr(target[key], '');
    return expression === '' || pattern(`^(?:${expression})$`)?.test(text) === true;
  };
  const selects = (key: string, marks: Json | undefined) => {
    const selector = stringOr(target[key], '');
    try {
      return selector === '' || parseSelector(selector)(objectAt(marks));
    } catch {
      // the controller refuses such a rule: it ignores nothing
      return false;
    }
  };
  return (live) =>
    is('group', groupOf(live.apiVersion)) &&
    is('version', live.apiVersion.slice(live.apiVersion.indexOf('/') + 1)) &&
    is('kind', live.kind) &&
    is('namespace', namespaceOf(live) ?? '') &&
    is('name', live.metadata.name) &&
    selects('labelSelector', live.metadata.labels) &&
    selects('annotationSelector', live.metadata.annotations);
}
