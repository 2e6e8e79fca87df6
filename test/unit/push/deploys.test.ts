import { describe, expect, test } from 'vitest';
import { globMatcher } from '../../../src/glob.ts';
import { deploysFrom } from '../../../src/push/deploys.ts';

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
