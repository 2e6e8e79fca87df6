import type { Ignored, NamedRule } from '../../drift/ignore/ignore.ts';
import { textMatcher } from '../../patterns/glob.ts';
import {
  groupOf,
  isArray,
  isObject,
  type Json,
  type KubeObject,
  namespaceOf,
  objectAt,
  stringOr,
} from '../../object.ts';
import { parseYaml } from '../../source/bulk.ts';

/** What an Application, and the settings of its Argo CD, leave out of the comparison. `settings`: the data of argocd-cm. */
export function argoIgnores(
  app: KubeObject,
  settings: Readonly<Record<string, string>>,
): readonly NamedRule[] {
  const { ignoreDifferences } = objectAt(app.spec);
  const own = (isArray(ignoreDifferences) ? ignoreDifferences : []).map((entry, index) => ({
    isAbout: matcherOf(objectAt(entry)),
    ignored: ignoredOf(entry),
    name: `Application ${app.metadata.name} ignoreDifferences[${index}]`,
  }));
  return [...own, ...Object.entries(settings).flatMap(([key, text]) => configured(key, text))];
}

const PREFIX = 'resource.customizations.ignoreDifferences.';

function configured(key: string, text: string): readonly NamedRule[] {
  if (key === 'resource.compareoptions') return aggregated(text);
  if (key === 'resource.customizations') return customized(text);
  if (!key.startsWith(PREFIX)) return [];
  const named = key.slice(PREFIX.length);
  return [
    { isAbout: kindMatcher(named, '_'), ignored: ignoredOf(yamlOf(text, key)), name: `argocd-cm ${key}` },
  ];
}

/** The older form: one map of `group/Kind`, with the rules as text in it. */
function customized(text: string): readonly NamedRule[] {
  return Object.entries(objectAt(yamlOf(text, 'resource.customizations'))).flatMap(([named, entry]) => {
    const { ignoreDifferences } = objectAt(entry);
    if (typeof ignoreDifferences !== 'string') return [];
    const name = `argocd-cm resource.customizations ${named}`;
    return [{ isAbout: kindMatcher(named, '/'), ignored: ignoredOf(yamlOf(ignoreDifferences, name)), name }];
  });
}

function aggregated(text: string): readonly NamedRule[] {
  if (objectAt(yamlOf(text, 'resource.compareoptions')).ignoreAggregatedRoles !== true) return [];
  const ignored = {
    jsonPointers: [],
    jqPathExpressions: ['select(.aggregationRule) | .rules'],
    managedFieldsManagers: [],
  };
  const isAbout = kindMatcher('rbac.authorization.k8s.io_ClusterRole', '_');
  return [{ isAbout, ignored, name: 'argocd-cm resource.compareoptions ignoreAggregatedRoles' }];
}

/** `apps_Deployment`, `ConfigMap` of the core group, `all`. */
function kindMatcher(text: string, separator: string): NamedRule['isAbout'] {
  if (text === 'all' || text === '*' || text === '*/*') return () => true;
  const at = text.lastIndexOf(separator);
  return matcherOf({ group: at < 0 ? '' : text.slice(0, at), kind: text.slice(at + 1) });
}

/** Patterns of names; a namespace or a name that is left out matches all. */
function matcherOf(entry: Readonly<Record<string, Json>>): NamedRule['isAbout'] {
  const [group, kind] = [entry.group, entry.kind].map((text) => textMatcher(stringOr(text, '')));
  const [namespace, name] = [entry.namespace, entry.name].map((text) =>
    textMatcher(stringOr(text, '') || '*'),
  );
  return (live) =>
    group?.(groupOf(live.apiVersion)) === true &&
    kind?.(live.kind) === true &&
    namespace?.(namespaceOf(live) ?? '') === true &&
    name?.(live.metadata.name) === true;
}

function ignoredOf(value: Json): Ignored {
  const entry = objectAt(value);
  return {
    jsonPointers: textsIn(entry.jsonPointers),
    jqPathExpressions: textsIn(entry.jqPathExpressions),
    managedFieldsManagers: textsIn(entry.managedFieldsManagers),
  };
}

function textsIn(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** What cannot be read configures nothing: Argo CD says so itself. */
function yamlOf(text: string, key: string): Json {
  try {
    const value = parseYaml(text, key);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
