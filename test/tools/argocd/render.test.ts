import { describe, expect, test } from 'vitest';
import { readApplication } from '../../../src/discover/argocd/application.ts';
import { GitopsError } from '../../../src/errors.ts';
import { isObject, type Json, type JsonObject, type KubeObject, objectAt } from '../../../src/object.ts';
import { checked } from '../../../src/render/check.ts';
import { renderRoot } from '../../../src/render/render.ts';
import type { Root, Target } from '../../../src/render/types.ts';
import { diskView } from '../../../src/view.ts';
import { argoManifests } from '../../support/argocd/oracle.ts';
import { usualResources } from '../../support/argocd/resources.ts';
import { repository } from '../../support/repository.ts';
import { depsWith } from '../fixture.ts';
import { type Case, url } from './case.ts';
import { charts } from './charts.ts';
import { directories } from './directories.ts';
import { kustomizations } from './kustomizations.ts';

/** What Argo CD says of the cluster to charts. */
const target: Target = {
  kubeVersion: 'v1.36.3',
  apiVersions: usualResources.flatMap(({ group, version, kind }) => {
    const apiVersion = group === '' ? version : `${group}/${version}`;
    return [apiVersion, `${apiVersion}/${kind}`];
  }),
};

function applicationOf({ source = {}, sources }: Case): KubeObject {
  const spec = {
    project: 'default',
    destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
    ...(sources === undefined
      ? { source: { repoURL: url, targetRevision: 'main', path: 'app', ...source } }
      : { sources }),
  };
  const object = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop', namespace: 'argocd' },
    spec,
  };
  return checked(object, { file: 'app.yaml', line: null });
}

/** What we make of it: objects, or why there are none. */
async function ours(one: Case, dir: string): Promise<readonly JsonObject[] | string> {
  const deps = await depsWith('helm3', 'kustomize', 'jsonnet');
  const { root } = readApplication(applicationOf(one), {
    view: diskView(dir),
    isThis: (repoURL) => repoURL === url,
    settings: one.config ?? {},
    defaultBranch: 'main',
  });
  try {
    const { manifests, perDeploy, problems } = await renderRoot(root, { dir, id: null }, target, deps);
    const [problem] = problems;
    if (problem !== undefined) return problem.message;
    return [...manifests, ...perDeploy].map(({ object }) => landed(object, root));
  } catch (error) {
    if (error instanceof GitopsError) return error.message;
    throw error;
  }
}

function landed(object: KubeObject, { namespace }: Root): JsonObject {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  const resource = usualResources.find((one) => one.group === group && one.kind === object.kind);
  const isWithout = (object.metadata.namespace ?? '') === '' && resource?.namespaced === true;
  return isWithout && namespace !== undefined
    ? { ...object, metadata: { ...object.metadata, namespace } }
    : object;
}

/** Without Argo CD's mark, and without what says nothing. */
function plain(objects: readonly JsonObject[]): readonly Json[] {
  return objects.map(compact).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf(object: Json): string {
  const { name, namespace } = objectAt(object, 'metadata');
  return `${objectAt(object).kind} ${namespace} ${name}`;
}

function compact(value: Json): Json {
  if (Array.isArray(value)) return value.map(compact);
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== 'argocd.argoproj.io/tracking-id')
    .map(([key, one]) => [key, compact(one)] as const)
    .filter(
      ([key, one]) =>
        one !== null && !(key === 'annotations' && isObject(one) && Object.keys(one).length === 0),
    );
  return Object.fromEntries(entries);
}

describe.each(Object.entries({ directories, kustomizations, charts }))('%s', (_, cases) => {
  test.each(Object.entries(cases))('%s', async (_name, one) => {
    const { dir } = repository(one.files);
    const theirs = await argoManifests({
      application: applicationOf(one),
      repositories: { [url]: dir },
      config: one.config ?? {},
    });
    const rendered = await ours(one, dir);
    if (one.refused !== undefined) {
      expect(rendered).toBe(one.refused);
      expect(theirs.error).toBeDefined();
      return;
    }
    expect(theirs.error).toBeUndefined();
    expect(theirs.targets.length).toBeGreaterThan(0);
    expect(typeof rendered === 'string' ? rendered : plain(rendered)).toEqual(plain(theirs.targets));
  });
});
