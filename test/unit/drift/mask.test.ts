import { expect, it } from 'vitest';
import { learnSecret, maskDrift, newMask } from '../../../src/drift/secrets/mask.ts';
import type { Change, ObjectDrift } from '../../../src/drift/types.ts';

const change = (path: Change['path'], git: string, live: string): Change => ({
  path,
  class: 'changed',
  moved: 'live',
  git,
  live,
  owner: null,
  source: null,
  fate: null,
  because: `was ${live}`,
  ignoredBy: null,
});

it('gives equal secrets equal names, in every place they stand', () => {
  const secret = (data: Record<string, string>) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    data,
  });
  const drift: ObjectDrift = {
    object: { apiVersion: 'v1', kind: 'Secret', namespace: 'a', name: 's' },
    status: 'drifted',
    moved: 'live',
    fate: null,
    because: null,
    owner: null,
    compared: 'local',
    app: null,
    source: null,
    changes: [
      change(['data', 'a'], 'b25lb25l', 'dHdvdHdv'),
      change(['data', 'b'], 'dHdvdHdv', 'dHJlZXRyZWU='),
      change(['metadata', 'labels', 'x'], 'plain', 'other'),
    ],
    error: null,
    sides: { git: secret({ a: 'b25lb25l' }), live: secret({ a: 'dHdvdHdv' }) },
  };
  const masked = maskDrift(drift, newMask());
  expect(masked.changes.map(({ git, live }) => [git, live])).toEqual([
    ['***1', '***2'],
    ['***2', '***3'],
    ['plain', 'other'],
  ]);
  expect(masked.changes[0]?.because).toBe('was ***2');
  expect(masked.sides).toEqual({ git: secret({ a: '***1' }), live: secret({ a: '***2' }) });
});

it('masks a secret in the words of the server, encoded or not', () => {
  const mask = newMask();
  learnSecret(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data: { a: Buffer.from('hunter22').toString('base64') },
    },
    mask,
  );
  expect(mask.text('invalid value "hunter22" (aHVudGVyMjI=)')).toBe('invalid value "***1" (***1)');
});
