import { describe, expect, test } from 'vitest';
import { globMatcher } from '../../../src/patterns/glob.ts';
import { deploysFrom, followsRevision } from '../../../src/push/deploys.ts';

describe('which refs an environment deploys', () => {
  test.each<readonly [branches: readonly string[], ref: string, defaultBranch: string | null, boolean]>([
    [[], 'refs/heads/main', 'main', true],
    [[], 'refs/heads/feature', 'main', false],
    [[], 'refs/heads/trunk', 'trunk', true],
    [[], 'refs/heads/main', 'trunk', false],
    [[], 'refs/heads/master', null, true],
    [[], 'refs/heads/feature', null, false],
    [[], 'refs/tags/main', 'main', false],
    [['live'], 'refs/heads/live', 'main', true],
    [['live'], 'refs/heads/main', 'main', false],
    [['release/*'], 'refs/heads/release/1.2', 'main', true],
    [['release/*'], 'refs/heads/release', 'main', false],
    [['release/**'], 'refs/heads/release/1/hot', 'main', true],
    [['v*'], 'refs/tags/v1.2.3', 'main', true],
    [['refs/tags/v*'], 'refs/tags/v1.2.3', 'main', true],
    [['refs/tags/v*'], 'refs/heads/v1', 'main', false],
    [['a+b'], 'refs/heads/a+b', 'main', true],
  ])('branch: %j, %s of a remote with default branch %s: %s', (branches, ref, defaultBranch, deploys) => {
    expect(deploysFrom(branches, ref, defaultBranch, globMatcher)).toBe(deploys);
  });
});

test.each<readonly [revision: string | null, remoteRef: string, follows: boolean]>([
  [null, 'refs/heads/trunk', true],
  [null, 'refs/heads/main', false],
  ['main', 'refs/heads/main', true],
  ['refs/heads/main', 'refs/heads/main', true],
  ['main', 'refs/heads/feature', false],
  ['v1.2.3', 'refs/tags/v1.2.3', true],
  ['1.x', 'refs/tags/1.4.0', true],
  ['>=1.0.0 <2.0.0', 'refs/tags/v1.0.1', true],
  ['v1.*', 'refs/heads/v1.0', false],
  ['1.x', 'refs/tags/nightly', false],
  ['3f2c1aa9c0d4e5b6a7f8091a2b3c4d5e6f708192', 'refs/heads/main', false],
])('an app that follows %s is deployed from %s: %s', (revision, remoteRef, follows) => {
  expect(followsRevision(remoteRef, revision, 'trunk')).toBe(follows);
});
