import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/guard/decide.ts';
import type { Declaration, Holder, Subject } from '../../../src/guard/types.ts';

const holder: Holder = {
  deployer: 'flux',
  tool: 'Flux Kustomization',
  name: 'a/b',
  via: null,
  settings: null,
};
const declaration: Declaration = {
  repository: '/shop',
  url: null,
  revision: null,
  branch: null,
  at: '2026-11-20T03:12:00Z',
  app: 'web',
  root: 'web',
  file: 'web.yaml',
  line: 1,
};

const subject = (parts: Partial<Subject> = {}): Subject => ({
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  act: 'change',
  exists: true,
  child: false,
  holder: null,
  declaration: null,
  asInGit: false,
  takesAlong: [],
  policy: { protect: 'managed', breakGlass: 'allow', restart: 'allow', onError: 'allow' },
  ...parts,
});

const verdict = (...subjects: readonly Subject[]) => {
  const { verdict: what, reasons } = decide(subjects);
  return [what, ...reasons.map(({ code }) => code)];
};

describe('decide', () => {
  test.each([
    ['nothing at all', [], ['allow']],
    ['what nobody owns', [subject()], ['allow']],
    ['a mark', [subject({ holder })], ['deny', 'OWNED_BY_GIT']],
    ['a repository', [subject({ declaration })], ['deny', 'OWNED_BY_GIT']],
    [
      'what git declares and is not there',
      [subject({ declaration, exists: false, act: 'create' })],
      ['deny', 'OWNED_BY_GIT'],
    ],
    ['exactly what git declares', [subject({ declaration, asInGit: true })], ['allow', 'AS_IN_GIT']],
    ['a restart', [subject({ holder, act: 'restart' })], ['allow', 'RESTART']],
    ['a pod that comes back', [subject({ holder, act: 'delete', child: true })], ['allow', 'COMES_BACK']],
    ['a pod that is changed', [subject({ holder, child: true })], ['deny', 'OWNED_BY_GIT']],
    ['one of several', [subject(), subject({ holder })], ['deny', 'OWNED_BY_GIT']],
    [
      'a namespace of declared objects',
      [subject({ act: 'delete', takesAlong: ['a'] })],
      ['confirm', 'HOLDS_OWNED_OBJECTS'],
    ],
  ] as const)('%s', (_name, subjects, expected) => {
    expect(verdict(...subjects)).toEqual(expected);
  });

  test('policy: protect none, restart deny', () => {
    const { policy } = subject();
    expect(verdict(subject({ holder, policy: { ...policy, protect: 'none' } }))).toEqual(['allow']);
    expect(verdict(subject({ holder, act: 'restart', policy: { ...policy, restart: 'deny' } }))).toEqual([
      'deny',
      'RESTART',
    ]);
  });

  test('break-glass is offered only where every refused object allows it', () => {
    const { policy } = subject();
    const strict = subject({ holder, policy: { ...policy, breakGlass: 'deny' } });
    expect(decide([subject({ holder })]).breakGlass).toBe(true);
    expect(decide([subject({ holder }), strict]).breakGlass).toBe(false);
  });
});
