import { describe, expect, it } from 'vitest';
import { isOneOf } from '../../../../src/discover/repository-url.ts';
import type { Found } from '../../../../src/discover/flux/types.ts';
import { appsInTree, scanForApps } from '../../../../src/discover/tree/tree.ts';
import { viewOfFiles } from '../../../support/view.ts';

const url = 'https://git.example.com/acme/fleet';
const other = 'https://git.example.com/acme/other';

const kustomization = (path = './apps', source = 'flux-system') =>
  JSON.stringify({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'flux-system' },
    spec: { path, sourceRef: { kind: 'GitRepository', name: source } },
  });

const instance = (sync: object, namespace = 'flux-system') =>
  JSON.stringify({
    apiVersion: 'fluxcd.controlplane.io/v1',
    kind: 'FluxInstance',
    metadata: { name: 'flux', namespace },
    spec: { sync },
  });

const release = (sync: object, spec: object = {}) =>
  JSON.stringify({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'flux-instance' },
    spec: { ...spec, values: { instance: { sync } }, chartRef: { kind: 'OCIRepository', name: 'x' } },
  });

/** What the Kustomization `apps` in `clusters/eu` is told to deploy, and what its entry is told by. */
async function apps(files: Readonly<Record<string, string>>, cluster: Found = 'absent') {
  const all = { 'clusters/eu/apps.yaml': kustomization(), 'apps/web.yaml': 'kind: None', ...files };
  const view = viewOfFiles(all);
  const entries = await appsInTree(scanForApps(view), {
    view,
    isThis: isOneOf([url]),
    render: async () => [],
    commit: null,
    find: async () => cluster,
    projects: [],
    settingsOf: () => null,
    clusters: async () => null,
  });
  const found = entries.flatMap((entry) => entry.apps).find(({ id }) => id === 'flux/flux-system/apps');
  const said = entries.flatMap(({ warnings }) => warnings.map(({ code }) => code));
  const told = found?.root.unrendered?.message ?? found?.revision ?? null;
  return found === undefined ? 'another repository' : [told, ...said];
}

describe('a GitRepository that git does not declare', () => {
  const ref = 'refs/heads/main';
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, unknown])[] = [
    ['called flux-system', {}, [null, 'PRESUMED_SOURCE']],
    [
      'called otherwise',
      { 'clusters/eu/apps.yaml': kustomization('./apps', 'fleet') },
      ['there is no GitRepository flux-system/fleet'],
    ],
    [
      'of which a path is asked that is not here',
      { 'clusters/eu/apps.yaml': kustomization('./gone') },
      [
        'there is no GitRepository flux-system/flux-system, and no gone here by which it might be this repository',
      ],
    ],
    ['of an instance', { 'flux/instance.yaml': instance({ url, ref }) }, [ref]],
    ['of an instance that follows nothing', { 'flux/instance.yaml': instance({ url }) }, [null]],
    [
      'of an instance for another repository',
      { 'flux/i.yaml': instance({ url: other, ref }) },
      'another repository',
    ],
    ['of an instance elsewhere', { 'f.yaml': instance({ url, ref }, 'flux') }, [null, 'PRESUMED_SOURCE']],
    [
      'of an instance that makes an image',
      { 'f.yaml': instance({ kind: 'OCIRepository', url, ref }) },
      [null, 'PRESUMED_SOURCE'],
    ],
    [
      'of an instance that calls it otherwise',
      { 'f.yaml': instance({ name: 'x', url, ref }) },
      [null, 'PRESUMED_SOURCE'],
    ],
    [
      'that an instance calls so',
      { 'f.yaml': instance({ name: 'x', url, ref }), 'clusters/eu/apps.yaml': kustomization('./apps', 'x') },
      [ref],
    ],
    ['of the values of its chart', { 'f.yaml': release({ url, ref }) }, [ref]],
    [
      'of a chart that goes elsewhere',
      { 'f.yaml': release({ url, ref }, { targetNamespace: 'x' }) },
      [null, 'PRESUMED_SOURCE'],
    ],
    [
      'of the instance that stands closest',
      { 'clusters/eu/flux.yaml': instance({ url, ref }), 'flux/i.yaml': instance({ url: other, ref }) },
      [ref],
    ],
    [
      'of instances that follow different branches',
      { 'a/flux.yaml': instance({ url, ref }), 'b/flux.yaml': instance({ url, ref: 'refs/heads/next' }) },
      [null],
    ],
    [
      'of instances for different repositories',
      { 'a/flux.yaml': instance({ url, ref }), 'b/flux.yaml': instance({ url: other, ref }) },
      ['there is no GitRepository flux-system/flux-system'],
    ],
    [
      'but in the directory of another cluster',
      { 'clusters/us/flux.yaml': instance({ url: other, ref }) },
      [null, 'PRESUMED_SOURCE'],
    ],
    ['but in one that clusters share', { 'clusters/common/flux.yaml': instance({ url, ref }) }, [ref]],
  ];
  it.each(cases)('%s', async (_, files, expected) => {
    expect(await apps(files)).toEqual(expected);
  });

  it('is not presumed where the cluster may have one that nobody may read', async () => {
    expect(await apps({}, 'unreadable')).toEqual(['GitRepository flux-system/flux-system cannot be read']);
  });
});
