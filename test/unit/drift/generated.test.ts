import { describe, expect, test } from 'vitest';
import { generatedIgnore, generatedOf, isGenerated } from '../../../src/drift/secrets/generated.ts';
import type { Json, KubeObject } from '../../../src/object.ts';

const cipher = 'ENC[AES256_GCM,data:eA==,iv:aa=,tag:bb==,type:str]';
const secret = (name: string, text: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'shop' },
  data: { file: Buffer.from(text).toString('base64') },
});

describe('generatedOf: files that SOPS encrypted', () => {
  test.each([
    ['YAML', `a: ${cipher}\nsops:\n    mac: ${cipher}\n`, true],
    ['JSON, and binary', `{"data": "${cipher}", "sops": {"mac": "${cipher}"}}`, true],
    ['dotenv', `A=${cipher}\nsops_mac=${cipher}\n`, true],
    ['INI', `[a]\nb = ${cipher}\n[sops]\nmac = ${cipher}\n`, true],
    ['one variable of a dotenv file', cipher, true],
    ['plain text', 'a: b', false],
    ['text about it', 'the mac: is not ENC[here]', false],
  ])('%s', (_, text, expected) => {
    expect(generatedOf(secret('db-2456789bcd', text), 'shop') !== null).toBe(expected);
  });

  test('their name without its hash, where it has one', () => {
    expect(generatedOf(secret('db-2456789bcd', cipher), 'shop')).toEqual({
      name: 'db',
      hasHash: true,
      namespace: 'shop',
    });
    expect(generatedOf(secret('db', cipher), 'shop')).toMatchObject({ name: 'db', hasHash: false });
  });
});

const db = { name: 'db', hasHash: true, namespace: 'shop' };

test.each([
  ['db-ttttt22222', true],
  ['db', false],
  ['db-backup', false],
  ['other-ttttt22222', false],
])('isGenerated: %s', (name, expected) => {
  expect(isGenerated(secret(name, ''), [db])).toBe(expected);
});

describe('generatedIgnore: an item that is told by its name', () => {
  test.each([
    ['missing', { git: { name: 'db-2456789bcd' } }, true],
    ['extra', { live: { name: 'db-ttttt22222' } }, true],
    ['extra', { live: { name: 'other-ttttt22222' } }, false],
    ['extra', { live: { name: 'db' } }, false],
  ] as const)('%s %j', (what, sides, expected) => {
    const finding = { path: ['a'], class: what, ...sides, owner: null, ignoredBy: null };
    expect(generatedIgnore(finding, secret('x', ''), [db]) !== null).toBe(expected);
  });
});

describe('generatedIgnore: a difference of the hash alone', () => {
  test.each<[string, Json, Json, boolean]>([
    ['the name', 'db-2456789bcd', 'db-ttttt22222', true],
    [
      'within a list',
      [{ secretRef: { name: 'db-2456789bcd' } }],
      [{ secretRef: { name: 'db-ttttt22222' } }],
      true,
    ],
    ['another name', 'db-2456789bcd', 'other-ttttt22222', false],
    ['something besides', ['db-2456789bcd', 'a'], ['db-ttttt22222', 'b'], false],
  ])('%s', (_, git, live, expected) => {
    const finding = { path: ['a'], class: 'changed', git, live, owner: null, ignoredBy: null } as const;
    expect(generatedIgnore(finding, secret('x', ''), [db]) !== null).toBe(expected);
  });
});
