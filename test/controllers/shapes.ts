import { following } from '../support/argocd/fleet.ts';
import { configMap, deployment } from './fixtures.ts';

type Files = Readonly<Record<string, string>>;

export const sealed = (name: string, text: string) => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: ${name}}
spec: {encryptedData: {password: ${text}}}
`;

/** Two services in three environments, whose applications an overlay points to the environment; passwords are sealed. */
export function appOfApps(url: string, suffix: string): Files {
  const app = (name: string) =>
    following(
      `${name}-${suffix}`,
      `source: {repoURL: '${url}', path: REPLACED, targetRevision: main}`,
      `${name}-${suffix}`,
    );
  const repoint = (name: string, environment: string) =>
    `- target: {kind: Application, name: ${name}-${suffix}}\n  patch: |\n    - {op: replace, path: /spec/source/path, value: ${name}/overlays/${environment}}\n`;
  const overlays = ['dev', 'staging', 'prod'].flatMap((one) => [
    [
      `bootstrap/${one}/root.yaml`,
      following(
        `root-${suffix}`,
        `source: {repoURL: '${url}', path: apps/overlays/${one}, targetRevision: main}`,
        'argocd',
      ),
    ],
    [
      `apps/overlays/${one}/kustomization.yaml`,
      `resources: [../../base]\npatches:\n${repoint('shop', one)}${repoint('api', one)}`,
    ],
    ...['shop', 'api'].flatMap((name) => [
      [
        `${name}/overlays/${one}/kustomization.yaml`,
        `resources: [../../base, password.yaml]\nnamespace: ${name}-${suffix}\n`,
      ],
      [`${name}/overlays/${one}/password.yaml`, sealed('password', `AgB${one}`)],
    ]),
  ]);
  return {
    'apps/base/kustomization.yaml': 'resources: [shop.yaml, api.yaml]\n',
    'apps/base/shop.yaml': app('shop'),
    'apps/base/api.yaml': app('api'),
    'shop/base/kustomization.yaml': 'resources: [web.yaml]\n',
    'shop/base/web.yaml': deployment(),
    'api/base/kustomization.yaml': 'resources: [settings.yaml]\n',
    'api/base/settings.yaml': configMap('settings'),
    ...Object.fromEntries(overlays),
  };
}

/** ApplicationSets that an overlay points to an environment: by directories, and by a matrix of a list and files. */
export function sets(url: string, suffix: string): Files {
  const template = (name: string, path: string, namespace: string) => `
  template:
    metadata: {name: '${name}-${suffix}'}
    spec:
      project: default
      destination: {server: https://kubernetes.default.svc, namespace: '${namespace}-${suffix}'}
      source: {repoURL: '${url}', path: '${path}', targetRevision: main}
      syncPolicy: {automated: {prune: true}, syncOptions: [CreateNamespace=true]}
`;
  const set = (name: string, generators: string, rest: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: ${name}-${suffix}}\nspec:\n  goTemplate: true\n  generators:\n${generators}${rest}`;
  return {
    'sets/base/kustomization.yaml': 'resources: [services.yaml, addons.yaml]\n',
    'sets/base/services.yaml': set(
      'services',
      `    - git: {repoURL: '${url}', revision: main, directories: [{path: nowhere/*}]}`,
      template('{{ .path.basename }}', '{{ .path.path }}', '{{ .path.basename }}'),
    ),
    'sets/base/addons.yaml': set(
      'addons',
      `    - matrix:
        generators:
          - list: {elements: [{ring: one}, {ring: two}]}
          - git: {repoURL: '${url}', revision: main, files: [{path: 'addons/*/addon.json'}]}`,
      template('{{ .addon }}-{{ .ring }}', '{{ .path.path }}/manifests', '{{ .addon }}-{{ .ring }}'),
    ),
    'sets/prod/kustomization.yaml': `resources: [../base]
namespace: argocd
patches:
  - target: {kind: ApplicationSet, name: services-${suffix}}
    patch: |
      - {op: replace, path: /spec/generators/0/git/directories/0/path, value: "prod/*"}
`,
    'prod/shop/web.yaml': deployment(),
    'prod/api/settings.yaml': configMap('settings'),
    'dev/shop/web.yaml': deployment(),
    'addons/metrics/addon.json': '{"addon": "metrics"}\n',
    'addons/metrics/manifests/metrics.yaml': configMap('metrics'),
  };
}
