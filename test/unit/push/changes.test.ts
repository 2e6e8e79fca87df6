import { describe, expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../src/object.ts';
import { objectChanges, perDeployChanges } from '../../../src/push/changes.ts';
import { plaintextFields } from '../../../src/push/plaintext.ts';

const object = (name: string, rest: JsonObject = {}, apiVersion = 'v1', kind = 'ConfigMap'): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  ...rest,
});
const of = (...objects: readonly KubeObject[]) => objects.map((one) => ({ object: one }));

describe('what a push does to objects', () => {
  test('new, changed, gone and as before', () => {
    const base = of(object('a', { data: { x: '1' } }), object('b'), object('c'));
    const head = of(object('a', { data: { x: '2' } }), object('b'), object('d'));
    const { created, changed, deleted, same } = objectChanges(base, head);
    expect(created.map((one) => one.object.metadata.name)).toEqual(['d']);
    expect(changed.map((one) => [one.base.object.data, one.head.object.data])).toEqual([
      [{ x: '1' }, { x: '2' }],
    ]);
    expect(deleted.map((one) => one.object.metadata.name)).toEqual(['c']);
    expect(same).toBe(1);
  });

  test('of what each deploy makes anew only what is equal is the same, of one name or not', () => {
    const [one, two, three] = ['1', '2', '3'].map((x) => object('job-xxxxx', { data: { x } }));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three objects');
    const { created, changed, deleted, same } = perDeployChanges(
      of(one, two, object('gone')),
      of(two, one, three, object('new')),
    );
    expect(created.map((made) => made.object.metadata.name)).toEqual(['new']);
    expect(changed.map(({ head }) => head.object.data)).toEqual([{ x: '3' }]);
    expect([deleted, same]).toEqual([[], 2]);
  });

  test('another version is the same object, another group is another', () => {
    const hpa = (apiVersion: string) => object('web', {}, apiVersion, 'HorizontalPodAutoscaler');
    expect(objectChanges(of(hpa('autoscaling/v1')), of(hpa('autoscaling/v2'))).changed).toHaveLength(1);
    const moved = objectChanges(
      of(object('w', {}, 'extensions/v1beta1', 'Ingress')),
      of(object('w', {}, 'networking.k8s.io/v1', 'Ingress')),
    );
    expect([moved.created.length, moved.deleted.length]).toEqual([1, 1]);
  });

  test('the order of keys is no change', () => {
    const { same } = objectChanges(
      of(object('a', { data: { x: '1', y: '2' } })),
      of(object('a', { data: { y: '2', x: '1' } })),
    );
    expect(same).toBe(1);
  });
});

describe('values of Secrets that git shows', () => {
  const secret = (rest: JsonObject, kind = 'Secret', apiVersion = 'v1') =>
    object('s', rest, apiVersion, kind);

  test.each<readonly [string, KubeObject, readonly (readonly [string, string])[]]>([
    [
      'data and stringData',
      secret({ data: { a: 'aHVudGVyMg==' }, stringData: { b: 'hunter2' } }),
      [
        ['data', 'a'],
        ['stringData', 'b'],
      ],
    ],
    [
      'what SOPS encrypted',
      secret({ data: { a: 'ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]' }, sops: { version: '3' } }),
      [],
    ],
    [
      'one that SOPS was told to leave',
      secret({ stringData: { a: 'ENC[AES256_GCM,data:x]', b_unencrypted: 'no' } }),
      [['stringData', 'b_unencrypted']],
    ],
    ['empty, to be filled in the cluster', secret({ data: { a: '' }, stringData: {} }), []],
    [
      'a placeholder',
      secret({ stringData: { a: '<path:secret/web#password>', b: ['$', '{PASSWORD}'].join('') } }),
      [],
    ],
    [
      'a SealedSecret',
      secret({ spec: { encryptedData: { a: 'AgB…' } } }, 'SealedSecret', 'bitnami.com/v1alpha1'),
      [],
    ],
    ['another Secret', secret({ data: { a: 'x' } }, 'Secret', 'example.com/v1'), []],
    ['a number', secret({ stringData: { pin: 1234 } }), [['stringData', 'pin']]],
  ])('%s', (_what, one, fields) => {
    expect(plaintextFields(one)).toEqual(fields);
  });
});
