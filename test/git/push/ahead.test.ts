import { expect, test } from 'vitest';
import { askedAhead } from '../../../src/git/push/ahead.ts';
import type { LocatedRepository } from '../../../src/git/repository.ts';
import { pushedViews } from '../../../src/git/commits/view.ts';
import { repository } from '../../support/repository.ts';
import { open } from '../fixture.ts';

/** The repository, and what git was asked. */
async function watched(dir: string) {
  const located = await open(dir);
  const asked: string[] = [];
  const git: LocatedRepository['git'] = (args, options) => {
    asked.push(args[0] ?? '');
    return located.git(args, options);
  };
  return { asked, repository: { ...located, git } };
}

const line = (localOid: string, remoteOid: string | null) => ({
  localRef: 'refs/heads/main',
  localOid,
  remoteRef: 'refs/heads/main',
  remoteOid,
});

test('what was asked ahead is not asked again, and is the same', async () => {
  const made = repository({ 'a.yaml': '1\n', 'b.yaml': '1\n' });
  made.commit({ 'a.yaml': '2\n' });
  const [base = '', head = ''] = made.git('rev-parse', 'HEAD~1', 'HEAD').split('\n');
  const { asked, repository: plain } = await watched(made.dir);
  const ahead = askedAhead(plain, [line(head, base)]);
  const { changed, head: view } = await pushedViews(ahead, base, head);
  expect(changed).toEqual(['a.yaml']);
  expect([...(view.paths?.keys() ?? [])]).toEqual(['a.yaml', 'b.yaml']);
  expect(asked.sort()).toEqual(['diff-tree', 'ls-tree']);
});

test('a base that is not here, which a push may well have, says nothing of the next one', async () => {
  const made = repository({ 'a.yaml': '1\n' });
  made.commit({ 'a.yaml': '2\n' });
  const [base = '', head = ''] = made.git('rev-parse', 'HEAD~1', 'HEAD').split('\n');
  const ahead = askedAhead(await open(made.dir), [line(head, 'f'.repeat(40))]);
  expect((await pushedViews(ahead, base, head)).changed).toEqual(['a.yaml']);
  await expect(pushedViews(ahead, 'f'.repeat(40), head)).rejects.toThrow(/cannot compare/);
});

test('nothing is asked ahead of what may turn out to be otherwise: several refs, a new one, a deleted one', async () => {
  const made = repository({ 'a.yaml': '1\n' });
  const oid = made.git('rev-parse', 'HEAD').trim();
  const { asked, repository: plain } = await watched(made.dir);
  expect(askedAhead(plain, [line(oid, oid), line(oid, oid)])).toBe(plain);
  expect(askedAhead(plain, [line(oid, null)])).toBe(plain);
  expect(askedAhead(plain, [{ ...line(oid, oid), localOid: null }])).toBe(plain);
  expect(asked).toEqual([]);
});
