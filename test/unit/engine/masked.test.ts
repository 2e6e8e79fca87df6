import { describe, expect, it } from 'vitest';
import { masked } from '../../../src/engine/rendered/masked.ts';
import type { KubeObject } from '../../../src/object.ts';

const ref = { name: 'shop', deployer: 'flux', root: 'shop', deployedRevision: null } as const;
const shown = (objects: readonly KubeObject[], spread: readonly string[] = []) =>
  masked({ apps: [{ ref, objects }], spread }).flatMap((app) => app.objects);
const cipher = (of: string) => `ENC[AES256_GCM,data:${of},iv:a,tag:b,type:str]`;
const sops = { mac: cipher('mac'), lastmodified: '2026-01-01', age: [{ recipient: 'age1', enc: 'key' }] };
const secret = (more: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'key', namespace: 'shop', labels: { a: 'b' } },
  ...more,
});

describe('what is printed without --show-secrets', () => {
  it('has all values of a Secret in data, which no server takes', () => {
    const before = secret({ type: 'Opaque', data: { a: 'aHVudGVyMg==' }, stringData: { b: 'x', c: 'x' } });
    expect(shown([before])).toEqual([secret({ type: 'Opaque', data: { a: '***1', b: '***2', c: '***2' } })]);
  });

  it('has no copy of a Secret in an annotation', () => {
    const copy = { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2', kept: 'yes' };
    const metadata = { name: 'key', annotations: copy };
    expect(shown([secret({ metadata })])).toEqual([
      secret({ metadata: { name: 'key', annotations: { kept: 'yes' } } }),
    ]);
  });

  it('has the metadata of what SOPS encrypted, and neither its values nor what is about them', () => {
    const config: KubeObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', annotations: { owner: 'me' } },
      data: { open: 'yes', hidden: cipher('c') },
      sops,
    };
    const objects = shown([secret({ stringData: { a: cipher('a'), b: cipher('b') }, sops }), config]);
    expect(objects).toEqual([
      secret({ data: { a: '***1', b: '***2' } }),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'c', annotations: { owner: 'me' } },
        data: { open: 'yes', hidden: '***3' },
      },
    ]);
  });

  it('has nothing that a Secret put into other objects, however it was put there', () => {
    const config = (host: string, url: string): KubeObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'v1', labels: { host } },
      data: { url, encoded: Buffer.from(host).toString('base64') },
    });
    const [object] = shown(
      [config('hunter22', 'https://me:hunter22@example.com')],
      ['hunter22', 'ConfigMap'],
    );
    expect(JSON.stringify(object)).not.toMatch(/hunter22|aHVudGVyMjI=/);
    expect(object).toMatchObject({ kind: 'ConfigMap', data: { url: 'https://me:***1@example.com' } });
  });

  it('leaves everything else as it is', () => {
    const object: KubeObject = {
      apiVersion: 'example.com/v1',
      kind: 'Secret',
      metadata: { name: 'other' },
      data: { a: 'open' },
    };
    expect(shown([object])).toEqual([object]);
  });
});
