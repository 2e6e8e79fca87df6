/** What a field of an Application holds. `raw` is anything at all, which nothing looks into. */
export type Shape =
  | 'text'
  | 'flag'
  | 'integer'
  | 'port'
  | 'raw'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Fields };
export type Fields = { readonly [name: string]: Shape };

const texts: Shape = { list: 'text' };
const labels: Shape = { map: 'text' };
const of = (shape: Shape, names: string): Fields =>
  Object.fromEntries(names.split(' ').map((name) => [name, shape]));
const object = (...fields: readonly Fields[]): Shape => ({ fields: Object.assign({}, ...fields) });
const listOf = (shape: Shape): Shape => ({ list: shape });

const nameAndValue = of('text', 'name value');

const helm = object(
  of('text', 'releaseName values version namespace kubeVersion'),
  of('flag', 'passCredentials ignoreMissingValueFiles skipCrds skipTests skipSchemaValidation'),
  of(texts, 'valueFiles apiVersions'),
  {
    parameters: listOf(object(nameAndValue, of('flag', 'forceString'))),
    fileParameters: listOf(object(of('text', 'name path'))),
    valuesObject: 'raw',
  },
);

const kustomize = object(
  of('text', 'namePrefix nameSuffix version namespace kubeVersion'),
  of(
    'flag',
    'forceCommonLabels forceCommonAnnotations commonAnnotationsEnvsubst ignoreMissingComponents labelWithoutSelector labelIncludeTemplates',
  ),
  of(texts, 'images components apiVersions'),
  of(labels, 'commonLabels commonAnnotations'),
  {
    replicas: listOf(object(of('text', 'name'), of('port', 'count'))),
    patches: listOf(
      object(of('text', 'path patch'), {
        target: object(of('text', 'group version kind name namespace annotationSelector labelSelector')),
        options: { map: 'flag' },
      }),
    ),
  },
);

const variables = listOf(object(nameAndValue, of('flag', 'code')));
const directory = object(of('flag', 'recurse'), of('text', 'exclude include'), {
  jsonnet: object({ extVars: variables, tlas: variables, libs: texts }),
});

const plugin = object(of('text', 'name'), {
  env: listOf(object(nameAndValue)),
  parameters: listOf(object(of('text', 'name string'), { map: labels, array: texts })),
});

const source = object(of('text', 'repoURL path targetRevision chart ref name'), {
  helm,
  kustomize,
  directory,
  plugin,
});

const syncPolicy = object({
  automated: object(of('flag', 'prune selfHeal allowEmpty')),
  syncOptions: texts,
  retry: object({
    limit: 'integer',
    backoff: object(of('text', 'duration maxDuration'), of('integer', 'factor')),
  }),
  managedNamespaceMetadata: object(of(labels, 'labels annotations')),
});

const spec = object(of('text', 'project'), of('integer', 'revisionHistoryLimit'), {
  source,
  sources: listOf(source),
  sourceHydrator: object({
    drySource: object(of('text', 'repoURL targetRevision path')),
    syncSource: object(of('text', 'targetBranch path')),
    hydrateTo: object(of('text', 'targetBranch')),
  }),
  destination: object(of('text', 'server namespace name')),
  syncPolicy,
  ignoreDifferences: listOf(
    object(
      of('text', 'group kind name namespace'),
      of(texts, 'jsonPointers jqPathExpressions managedFieldsManagers'),
    ),
  ),
  info: listOf(object(nameAndValue)),
});

const metadata = object(
  of('text', 'name namespace'),
  of(labels, 'labels annotations'),
  of(texts, 'finalizers'),
);

/** Of an Application as Argo CD 3.0 has it, and of the template of one. What it does not name, Argo CD drops. */
export const APPLICATION: Shape = object({ metadata, spec });
