import { describe, expect, it } from 'vitest';
import { closedWindow } from '../../../src/discover/argocd/windows.ts';
import type { JsonObject } from '../../../src/object.ts';

/** A Saturday, 10:30 UTC. */
const NOW = Date.parse('2026-11-28T10:30:00Z');
const app = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'shop-web', namespace: 'argocd' },
  spec: { destination: { server: 'https://eu.acme.io:6443', namespace: 'shop' } },
};
const closed = (...syncWindows: readonly JsonObject[]) =>
  closedWindow(
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: 'default' },
      spec: { syncWindows },
    },
    { app, cluster: 'https://eu.acme.io:6443' },
    NOW,
  );
const all = { applications: ['*'] };

describe('sync windows', () => {
  it.each<readonly [string, readonly JsonObject[], string | null]>([
    ['none', [], null],
    ['open to allow', [{ kind: 'allow', schedule: '0 10 * * *', duration: '1h', ...all }], null],
    [
      'not open to allow',
      [{ kind: 'allow', schedule: '0 22 * * *', duration: '1h', ...all }],
      'no sync window is open ("0 22 * * *" of 1h)',
    ],
    [
      'one of several open to allow',
      [
        { kind: 'allow', schedule: '0 22 * * *', duration: '1h', ...all },
        { kind: 'allow', schedule: '0 0 * * 6', duration: '24h', ...all },
      ],
      null,
    ],
    [
      'open to deny, whatever allows',
      [
        { kind: 'allow', schedule: '* * * * *', duration: '1h', ...all },
        { kind: 'deny', schedule: '0 10 * * *', duration: '31m', ...all },
      ],
      'the sync window "0 10 * * *" of 31m denies it',
    ],
    ['over', [{ kind: 'deny', schedule: '0 10 * * *', duration: '29m', ...all }], null],
    [
      'of another zone',
      [{ kind: 'deny', schedule: '0 11 * * *', duration: '1h', timeZone: 'Europe/Berlin', ...all }],
      'the sync window "0 11 * * *" of 1h Europe/Berlin denies it',
    ],
    [
      'of other apps',
      [{ kind: 'deny', schedule: '* * * * *', duration: '1h', applications: ['api-*'] }],
      null,
    ],
    [
      'of clusters like its own',
      [{ kind: 'deny', schedule: '* * * * *', duration: '1h', clusters: ['https://*.acme.io:6443'] }],
      'the sync window "* * * * *" of 1h denies it',
    ],
    [
      'of all that it names',
      [
        {
          kind: 'deny',
          schedule: '* * * * *',
          duration: '1h',
          namespaces: ['shop'],
          clusters: ['https://nobody'],
          useAndOperator: true,
        },
      ],
      null,
    ],
    ['of nobody', [{ kind: 'deny', schedule: '* * * * *', duration: '1h' }], null],
    ['that cannot be read', [{ kind: 'deny', schedule: 'often', duration: '1h', ...all }], null],
  ])('%s', (_, windows, expected) => {
    expect(closed(...windows)).toBe(expected);
  });
});
