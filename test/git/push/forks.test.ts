import { expect, test } from 'vitest';
import { forkPoints } from '../../../src/git/push/forks.ts';
import { repository } from '../../support/repository.ts';
import { git, open } from '../fixture.ts';
import { fastImport } from './fixture.ts';

const COMMITS = 150;

/** Repeatable chance. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

/** Branches of branches, merged in all directions; commit N is `refs/heads/cN`. */
function tangled(seed: number): { readonly dir: string; readonly oids: readonly string[] } {
  const { dir } = repository();
  const roll = dice(seed);
  const commits = Array.from({ length: COMMITS }, (_, index) => {
    const recent = () => Math.max(0, index - 1 - roll(12));
    const parents = index === 0 ? [] : [...new Set(roll(3) === 0 ? [recent(), recent()] : [recent()])];
    return [
      `commit refs/heads/c${index}`,
      `mark :${index + 1}`,
      `committer Ada <ada@example.com> ${1_800_000_000 + index * 60} +0000`,
      'data 1',
      'x',
      ...parents.map((parent, nth) => `${nth === 0 ? 'from' : 'merge'} :${parent + 1}`),
      '',
    ].join('\n');
  });
  fastImport(dir, commits.join(''));
  const listed = git(dir, 'for-each-ref', '--format=%(refname:lstrip=2) %(objectname)');
  const byName = new Map(listed.split('\n').map((line) => [line.split(' ')[0], line.split(' ')[1] ?? '']));
  return { dir, oids: Array.from({ length: COMMITS }, (_, index) => byName.get(`c${index}`) ?? '') };
}

test.each([1, 2, 3])('in a tangled history it is what merge-base says of each pair (%i)', async (seed) => {
  const { dir, oids } = tangled(seed);
  const roll = dice(seed + 100);
  const remoteHead = oids[100] ?? expect.fail();
  const tips = [remoteHead, oids[60 + roll(30)] ?? expect.fail()];
  const heads = oids.slice(COMMITS - 40);
  const forks = await forkPoints(await open(dir), heads, tips, remoteHead);
  const there = new Set(
    git(dir, 'rev-list', ...tips)
      .trim()
      .split('\n'),
  );
  for (const head of heads) {
    const bases = git(dir, 'merge-base', '--all', remoteHead, head).trim().split('\n');
    expect(there.has(head) ? [head] : bases).toContain(forks.get(head));
  }
});

test('of an older branch that nobody knows it is the commit of the newest of theirs', async () => {
  const { dir, oids } = tangled(4);
  const head = oids[COMMITS - 1] ?? expect.fail();
  const forks = await forkPoints(await open(dir), [head], oids.slice(0, COMMITS - 1), null);
  expect(git(dir, 'rev-parse', `${head}^@`).split('\n')).toContain(forks.get(head));
});

test('nothing was ever fetched: nothing is known, and nothing is asked', async () => {
  const { dir, oids } = tangled(5);
  const opened = { ...(await open(dir)), git: () => expect.fail('git was asked') };
  expect(await forkPoints(opened, oids.slice(0, 1), [], null)).toEqual(new Map([[oids[0], null]]));
});
