import { describe, expect, test } from 'vitest';
import { plainMark } from '../../../src/drift/owners/marks.ts';
import { holderOf } from '../../../src/guard/holder.ts';
import type { KubeObject } from '../../../src/object.ts';

const object = (
  annotations: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', annotations, labels },
});

const tracking = (id: string) => object({ 'argocd.argoproj.io/tracking-id': id });
const helm = { 'meta.helm.sh/release-name': 'api', 'meta.helm.sh/release-namespace': 'shop' };
const kapp = (identity: string) => object({ 'kapp.k14s.io/identity': identity }, { 'kapp.k14s.io/app': '1' });

describe('holderOf: the valid mark of each tool', () => {
  test.each([
    ['Argo CD', tracking('web:apps/Deployment:shop/web'), 'Argo CD Application web'],
    [
      'Argo CD, app of another namespace',
      tracking('team_web:apps/Deployment:shop/web'),
      'Argo CD Application team/web',
    ],
    ['Argo CD, copied from another object', tracking('web:apps/Deployment:shop/other'), null],
    ['Argo CD, copied from another namespace', tracking('web:apps/Deployment:stage/web'), null],
    [
      'Flux',
      object(
        {},
        { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux' },
      ),
      'Flux Kustomization flux/apps',
    ],
    ['Helm', object(helm, { 'app.kubernetes.io/managed-by': 'Helm' }), 'Helm release shop/api'],
    ['the label of Helm alone', object({}, { 'app.kubernetes.io/managed-by': 'Helm' }), null],
    ['the annotations of Helm alone', object(helm), null],
    ['kapp', kapp('v1;shop/apps/Deployment/web;apps/v1'), 'kapp app 1'],
    ['kapp, copied', kapp('v1;shop/apps/Deployment/other;apps/v1'), null],
    [
      'kluctl',
      object({ 'kluctl.io/deployment-item-dir': 'web' }, { 'kluctl.io/discriminator': 'prod' }),
      'kluctl deployment prod',
    ],
    ['an ApplySet', object({}, { 'applyset.kubernetes.io/part-of': 'x' }), 'ApplySet x'],
    ['nobody', object({ 'example.com/owner': 'me' }), null],
  ] as const)('%s', (_name, live, expected) => {
    const holder = holderOf(live, plainMark(live));
    expect(holder === null ? null : `${holder.tool} ${holder.name}`).toBe(expected);
  });
});
