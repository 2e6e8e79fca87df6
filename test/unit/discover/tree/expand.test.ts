import { expect, it } from 'vitest';
import { mayDeclareApps } from '../../../../src/discover/tree/kinds.ts';
import { appsInTree, scanForApps } from '../../../../src/discover/tree/tree.ts';
import { ManifestError } from '../../../../src/errors.ts';
import type { KubeObject } from '../../../../src/object.ts';
import type { Root } from '../../../../src/render/types.ts';
import { viewOfFiles } from '../../../support/view.ts';

const url = 'https://git.example.com/acme/fleet';

function application(name: string, path: string): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: { destination: { name: 'in-cluster' }, source: { repoURL: url, path } },
  };
}

const files = {
  'root/root.yaml': JSON.stringify(application('root', 'apps')),
  'apps/kustomization.yaml': 'resources: [app.yaml]\n',
  'apps/app.yaml': JSON.stringify(application('app', 'apps')),
};

async function found(render: (root: Root) => Promise<readonly KubeObject[]>) {
  const view = viewOfFiles(files);
  const entries = await appsInTree(scanForApps(view), {
    view,
    isThis: (one) => one === url,
    render,
    commit: null,
    find: async () => 'absent',
    projects: [],
    settingsOf: () => null,
    clusters: async () => null,
  });
  return entries.map(({ path, apps, warnings }) => ({
    path,
    apps: apps.map(({ id }) => id),
    warnings: warnings.map(({ code }) => code),
  }));
}

it('ends where an app makes ever new ones', async () => {
  let made = 0;
  const [only] = await found(async () => {
    made++;
    // a root of its own each time: nothing is remembered of it
    const next = application(`app-${made}`, 'apps');
    return [
      {
        ...next,
        spec: { source: { repoURL: url, path: 'apps', kustomize: { namePrefix: `${made}-` } } },
      },
    ];
  });
  expect(only?.warnings).toEqual(['APPS_TOO_DEEP']);
  expect(made).toBeLessThan(20);
});

it('renders what several apps deploy only once', async () => {
  let renders = 0;
  await found(async () => {
    renders++;
    return [application('one', 'apps'), application('two', 'apps')];
  });
  expect(renders).toBe(1);
});

it('keeps the app whose directory does not render', async () => {
  const entries = await found(async () => {
    throw new ManifestError('RENDER_FAILED', 'kustomize cannot render apps');
  });
  expect(entries).toEqual([{ path: 'root', apps: ['argocd/root'], warnings: ['APPS_UNRENDERED'] }]);
});

it('lets a failure that is a bug of ours through', async () => {
  await expect(
    found(async () => {
      throw new TypeError('a bug');
    }),
  ).rejects.toThrow(TypeError);
});

const texts = [
  ['an Application', 'apiVersion: argoproj.io/v1alpha1\nkind: Application\n', true],
  ['of a version of tomorrow', 'kind: "Application"\napiVersion: "argoproj.io/v9"\n', true],
  ['in JSON', '{"apiVersion":"argoproj.io/v1alpha1","kind":"ApplicationSet"}', true],
  ['in jsonnet', "{ apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' }", true],
  ['a Rollout', 'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\n', false],
  ['a kustomization', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n', false],
  [
    'the definition of the kind',
    'kind: CustomResourceDefinition\nspec: {group: argoproj.io, names: {kind: Application}}\n',
    false,
  ],
  ['an annotation', 'metadata: {annotations: {argocd.argoproj.io/sync-wave: "1"}}\nkind: Service\n', false],
] as const;

it.each(texts)('a file is looked into if it holds %s', (_, text, expected) => {
  expect(mayDeclareApps(Buffer.from(text))).toBe(expected);
});
