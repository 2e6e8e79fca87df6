import { describe, expect, test } from 'vitest';
import { comparedByKeys, isEncrypted } from '../../../src/drift/secrets/encrypted.ts';
import type { JsonObject, KubeObject } from '../../../src/object.ts';

const cipher = (text: string) => `ENC[AES256_GCM,data:${text},iv:aa=,tag:bb==,type:str]`;
const secret = (fields: JsonObject): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's' },
  ...fields,
});
const sops = { mac: cipher('m'), version: '3.9.0' };

describe('an object that SOPS encrypted', () => {
  test('is told by what SOPS leaves in it', () => {
    expect(isEncrypted(secret({ sops }))).toBe(true);
    expect(isEncrypted(secret({ sops: {} }))).toBe(false);
    expect(isEncrypted(secret({}))).toBe(false);
  });

  test('has the values of the live one, and only its own keys', () => {
    const { object, hidden } = comparedByKeys(
      secret({ data: { a: cipher('x'), gone: cipher('y'), open: 'b3Blbg==' }, type: 'Opaque', sops }),
      secret({ data: { a: 'bGl2ZQ==', open: 'bGl2ZQ==', added: 'bGl2ZQ==' } }),
    );
    expect(object).toEqual(secret({ data: { a: 'bGl2ZQ==', gone: '', open: 'b3Blbg==' }, type: 'Opaque' }));
    expect(hidden).toEqual([
      ['data', 'a'],
      ['data', 'gone'],
    ]);
  });

  test('that is written as stringData is compared where the cluster has it', () => {
    const { object, hidden } = comparedByKeys(
      secret({ stringData: { a: cipher('x'), open: 'open' }, sops }),
      secret({ data: { a: 'bGl2ZQ==' } }),
    );
    expect(object).toEqual(secret({ data: { a: 'bGl2ZQ==', open: 'b3Blbg==' } }));
    expect(hidden).toEqual([['data', 'a']]);
  });

  test('of another kind, and one that is not live', () => {
    const desired: KubeObject = {
      apiVersion: 'a/b',
      kind: 'C',
      metadata: { name: 'c' },
      spec: { list: [{ p: cipher('x'), q: 1 }] },
      sops,
    };
    expect(comparedByKeys(desired, null).object.spec).toEqual({ list: [{ p: '', q: 1 }] });
    const live: KubeObject = { ...desired, spec: { list: [{ p: 5 }] } };
    expect(comparedByKeys(desired, live).object.spec).toEqual({ list: [{ p: 5, q: 1 }] });
  });

  test('and what only looks a little like it stays', () => {
    expect(
      comparedByKeys(secret({ data: { a: 'ENC[not closed', b: 'RU5DWw==' }, sops }), null).hidden,
    ).toEqual([]);
  });
});
