import { expect, test } from 'vitest';
import type { KubeObject } from '../../../src/object.ts';
import { inSyncOrder } from '../../../src/render/argo-order.ts';

/** `Deployment web`, `Job db hook=PreSync wave=-1`, `Service a ns=shop`, `CustomResourceDefinition x of=g/Widget`. */
function manifest(text: string) {
  const [kind = '', name = '', ...more] = text.split(' ');
  const given = new Map(
    more.map((one): [string, string] => [one.split('=')[0] ?? '', one.split('=')[1] ?? '']),
  );
  const annotations: Record<string, string> = {};
  const note = (key: string, annotation: string) => {
    const value = given.get(key);
    if (value !== undefined) annotations[annotation] = value;
  };
  note('wave', 'argocd.argoproj.io/sync-wave');
  note('hook', 'argocd.argoproj.io/hook');
  note('helm', 'helm.sh/hook');
  note('weight', 'helm.sh/hook-weight');
  const [group, defined] = given.get('of')?.split('/') ?? [];
  const namespace = given.get('ns');
  const object: KubeObject = {
    apiVersion: kind === 'Widget' ? 'g/v1' : 'v1',
    kind,
    metadata: { name, annotations, ...(namespace === undefined ? {} : { namespace }) },
    ...(group === undefined ? {} : { spec: { group, names: { kind: defined ?? '' } } }),
  };
  return { object, origin: { file: text, document: null, line: null, item: null } };
}

test.each<readonly [what: string, given: readonly string[], ordered: readonly string[]]>([
  [
    'kinds that others need come first, those that nobody knows last, each by name',
    ['Widget a', 'Deployment b', 'Deployment a', 'Ingress a', 'ConfigMap a', 'Service a', 'ServiceAccount a'],
    ['ServiceAccount a', 'ConfigMap a', 'Service a', 'Deployment a', 'Deployment b', 'Ingress a', 'Widget a'],
  ],
  [
    'a wave counts more than a kind',
    ['ConfigMap a wave=1', 'Deployment a', 'Deployment b wave=-5', 'Service a wave=+1'],
    ['Deployment b wave=-5', 'Deployment a', 'ConfigMap a wave=1', 'Service a wave=+1'],
  ],
  [
    'a wave that is no whole number is none',
    ['Deployment a wave=first', 'ConfigMap a wave=1.5', 'Service a wave=-1'],
    ['Service a wave=-1', 'ConfigMap a wave=1.5', 'Deployment a wave=first'],
  ],
  [
    'a phase counts more than a wave',
    ['Job c hook=PostSync wave=-9', 'Deployment a', 'Job b hook=Sync wave=2', 'Job a hook=PreSync wave=9'],
    ['Job a hook=PreSync wave=9', 'Deployment a', 'Job b hook=Sync wave=2', 'Job c hook=PostSync wave=-9'],
  ],
  [
    'a hook of Helm has its weight',
    [
      'Job b helm=post-install weight=2',
      'Job a helm=pre-upgrade weight=3',
      'Job c helm=pre-install weight=-3',
    ],
    [
      'Job c helm=pre-install weight=-3',
      'Job a helm=pre-upgrade weight=3',
      'Job b helm=post-install weight=2',
    ],
  ],
  [
    'a namespace comes before what goes into it, whatever its wave',
    ['Namespace shop wave=5', 'Deployment a ns=shop', 'ConfigMap a'],
    ['ConfigMap a', 'Namespace shop wave=5', 'Deployment a ns=shop'],
  ],
  [
    'so does the namespace of the app itself',
    ['Namespace home wave=5', 'Deployment a', 'ConfigMap b ns=shop wave=-1'],
    ['ConfigMap b ns=shop wave=-1', 'Namespace home wave=5', 'Deployment a'],
  ],
  [
    'a definition comes before what it defines',
    ['CustomResourceDefinition x of=g/Widget wave=3', 'Widget a', 'Deployment a'],
    ['Deployment a', 'CustomResourceDefinition x of=g/Widget wave=3', 'Widget a'],
  ],
])('%s', (_, given, ordered) => {
  expect(inSyncOrder(given.map(manifest), 'home').map(({ origin }) => origin.file)).toEqual(ordered);
});
