import { describe, expect, test } from 'vitest';
import { folder } from '../../support/repository.ts';
import { git } from '../fixture.ts';
import { answer, cloned, fastImport, pushing } from './fixture.ts';

describe('a branch', () => {
  test('that moves on is compared with what the remote has, and git is asked once', async () => {
    const { dir, commit, oid } = cloned();
    const base = oid('main');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    const said = await answer(pushing({ place: dir }, 'origin', 'main'));
    expect(said.refs).toEqual([
      { remoteRef: 'refs/heads/main', head, base, baseFrom: 'remote', remoteOid: base },
    ]);
    expect(said.notes).toEqual([]);
    expect(said.asked).toBe(1);
    expect(said.remote).toBe('origin');
  });

  test('with nothing to push tells no ref, and git is not asked', async () => {
    const { dir } = cloned();
    expect(await answer(pushing({ place: dir }, 'origin', 'main'))).toMatchObject({
      lines: [],
      refs: [],
      notes: [],
      asked: 0,
    });
  });

  test('that git knows to be behind its remote tells no ref either', async () => {
    const { dir, commit, git: run } = cloned();
    commit({ 'a.yaml': 'a: 2\n' });
    run('push', '--quiet', '--no-verify', 'origin', 'main');
    run('reset', '--quiet', '--hard', 'HEAD~1');
    commit({ 'a.yaml': 'a: 3\n' });
    expect((await answer(pushing({ place: dir }, 'origin', 'main'))).lines).toEqual([]);
  });

  test('that is new is compared with where it left main', async () => {
    const { dir, commit, git: run, oid } = cloned();
    const base = oid('main');
    run('checkout', '--quiet', '-b', 'feature/x');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    commit({ 'a.yaml': 'a: 3\n' });
    const said = await answer(pushing({ place: dir }, 'origin', 'feature/x'));
    expect(said.refs).toEqual([
      { remoteRef: 'refs/heads/feature/x', head: oid('HEAD'), base, baseFrom: 'fork', remoteOid: null },
    ]);
    expect(head).not.toBe(oid('HEAD'));
  });

  test('that is new and took main in is compared with the main it took', async () => {
    const { dir, commit, git: run, oid } = cloned();
    run('checkout', '--quiet', '-b', 'feature');
    commit({ 'b.yaml': 'b: 1\n' });
    run('checkout', '--quiet', 'main');
    const main = commit({ 'a.yaml': 'a: 2\n' });
    run('push', '--quiet', '--no-verify', 'origin', 'main');
    run('checkout', '--quiet', 'feature');
    run('merge', '--quiet', '--no-edit', 'main');
    commit({ 'b.yaml': 'b: 2\n' });
    const { refs } = await answer(pushing({ place: dir }, 'origin', 'feature'));
    expect(refs).toMatchObject([{ head: oid('HEAD'), base: main, baseFrom: 'fork' }]);
  });

  test("that is new and took a colleague's branch in is still compared with main", async () => {
    const { dir, commit, git: run, oid } = cloned();
    const main = oid('main');
    run('checkout', '--quiet', '-b', 'theirs');
    commit({ 'c.yaml': 'c: 1\n' });
    run('push', '--quiet', '--no-verify', 'origin', 'theirs');
    run('checkout', '--quiet', '-b', 'feature', 'main');
    commit({ 'b.yaml': 'b: 1\n' });
    run('merge', '--quiet', '--no-edit', 'theirs');
    const { refs } = await answer(pushing({ place: dir }, 'origin', 'feature'));
    expect(refs).toMatchObject([{ base: main, baseFrom: 'fork' }]);
  });

  test('that is new where nobody knows the HEAD of the remote is compared with what the remote has', async () => {
    const { dir, commit, git: run, oid } = cloned();
    run('remote', 'set-head', 'origin', '--delete');
    const base = oid('main');
    run('checkout', '--quiet', '-b', 'feature');
    commit({ 'a.yaml': 'a: 2\n' });
    const { refs } = await answer(pushing({ place: dir }, 'origin', 'feature'));
    expect(refs).toMatchObject([{ base, baseFrom: 'fork' }]);
  });

  test('that is new, at a commit that the remote has on another branch, brings nothing', async () => {
    const { dir, commit, git: run } = cloned();
    run('checkout', '--quiet', '-b', 'release');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    run('push', '--quiet', '--no-verify', 'origin', 'release');
    const { refs } = await answer(pushing({ place: dir }, 'origin', 'release:refs/heads/stable'));
    expect(refs).toEqual([
      { remoteRef: 'refs/heads/stable', head, base: head, baseFrom: 'fork', remoteOid: null },
    ]);
  });

  test('without a common commit is all new', async () => {
    const { dir, commit, git: run } = cloned();
    run('checkout', '--quiet', '--orphan', 'pages');
    const head = commit({ 'page.html': '<p>\n' });
    const { refs } = await answer(pushing({ place: dir }, 'origin', 'pages'));
    expect(refs).toMatchObject([{ head, base: null, baseFrom: 'none' }]);
  });

  test('is all new in the first push', async () => {
    const { dir, commit, git: run } = cloned();
    const head = commit({ 'a.yaml': 'a: 2\n' });
    const empty = folder();
    git(empty, 'init', '--quiet', '--bare');
    run('remote', 'add', 'backup', empty);
    const said = await answer(pushing({ place: dir }, 'backup', 'main'));
    expect(said.refs).toEqual([
      { remoteRef: 'refs/heads/main', head, base: null, baseFrom: 'none', remoteOid: null },
    ]);
    expect(said.notes).toEqual([]);
  });

  test('that is deleted brings nothing and names what was there', async () => {
    const { dir, commit, git: run } = cloned();
    run('checkout', '--quiet', '-b', 'old');
    const base = commit({ 'a.yaml': 'a: 2\n' });
    run('push', '--quiet', '--no-verify', 'origin', 'old');
    const said = await answer(pushing({ place: dir }, 'origin', '--delete', 'old'));
    expect(said.refs).toEqual([
      { remoteRef: 'refs/heads/old', head: null, base, baseFrom: 'remote', remoteOid: base },
    ]);
  });
});

describe('a forced push', () => {
  test('is compared tree to tree with what the remote has', async () => {
    const { dir, commit, git: run, oid } = cloned();
    const base = commit({ 'a.yaml': 'a: 2\n' });
    run('push', '--quiet', '--no-verify', 'origin', 'main');
    run('reset', '--quiet', '--hard', 'HEAD~1');
    commit({ 'a.yaml': 'a: 3\n' });
    for (const force of ['--force', '--force-with-lease']) {
      const said = await answer(pushing({ place: dir }, force, 'origin', 'main'));
      expect(said.refs).toMatchObject([{ head: oid('main'), base, baseFrom: 'remote' }]);
    }
  });
});

describe('commits of the remote that are not here', () => {
  test('make the last fetched state the base, and that is said', async () => {
    const { dir, commit, colleague, oid } = cloned();
    const base = oid('main');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    const other = colleague();
    git(other, 'commit', '--quiet', '--allow-empty', '--message=theirs');
    git(other, 'push', '--quiet');
    const remoteOid = git(other, 'rev-parse', 'HEAD').trim();
    for (const options of [[], ['--force']]) {
      const said = await answer(pushing({ place: dir }, ...options, 'origin', 'main'));
      expect(said.refs).toEqual([
        { remoteRef: 'refs/heads/main', head, base, baseFrom: 'tracking', remoteOid },
      ]);
      expect(said.notes).toEqual([
        {
          code: 'STALE_BASE',
          message: 'origin has commits on main that are not here: compared with what was last fetched',
          hint: 'git fetch origin main',
        },
      ]);
    }
  });

  test('on a branch that was never fetched leave the place where it left main', async () => {
    const { dir, commit, colleague, git: run, oid } = cloned();
    const base = oid('main');
    const other = colleague();
    git(other, 'checkout', '--quiet', '-b', 'shared');
    git(other, 'commit', '--quiet', '--allow-empty', '--message=theirs');
    git(other, 'push', '--quiet', 'origin', 'shared');
    run('checkout', '--quiet', '-b', 'shared');
    commit({ 'a.yaml': 'a: 2\n' });
    const said = await answer(pushing({ place: dir }, '--force', 'origin', 'shared'));
    expect(said.refs).toMatchObject([{ base, baseFrom: 'fork' }]);
    expect(said.notes).toMatchObject([
      {
        message:
          'origin has commits on shared that are not here: compared with where it left what was last fetched',
      },
    ]);
  });

  test('do not hide what is deleted as far as it was fetched', async () => {
    const { dir, colleague, git: run, oid } = cloned();
    run('push', '--quiet', '--no-verify', 'origin', 'main:old');
    const other = colleague();
    git(other, 'checkout', '--quiet', 'old');
    git(other, 'commit', '--quiet', '--allow-empty', '--message=theirs');
    git(other, 'push', '--quiet', 'origin', 'old');
    const said = await answer(pushing({ place: dir }, 'origin', ':old'));
    expect(said.refs).toMatchObject([{ head: null, base: oid('main'), baseFrom: 'tracking' }]);
    expect(said.notes).toMatchObject([{ code: 'STALE_BASE' }]);
  });
});

describe('a tag', () => {
  test('is the commit it leads to, annotated and nested too', async () => {
    const { dir, commit, git: run, oid } = cloned();
    const base = oid('main');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    run('tag', 'light');
    run('tag', '--annotate', '--message=one', 'v1');
    run('tag', '--annotate', '--message=nested', 'v1-signed', 'v1');
    const { refs } = await answer(pushing({ place: dir }, 'origin', '--tags'));
    const common = { head, base, baseFrom: 'fork', remoteOid: null };
    expect(refs).toEqual(
      ['light', 'v1', 'v1-signed'].map((name) => ({ remoteRef: `refs/tags/${name}`, ...common })),
    );
  });

  test('of what the remote has brings nothing', async () => {
    const { dir, git: run, oid } = cloned();
    run('tag', '--annotate', '--message=one', 'v1');
    const { refs } = await answer(pushing({ place: dir }, 'origin', 'v1'));
    expect(refs).toMatchObject([{ remoteRef: 'refs/tags/v1', head: oid('main'), base: oid('main') }]);
  });

  test('that is moved is compared with the commit of the old one', async () => {
    const { dir, commit, git: run, oid } = cloned();
    const base = oid('main');
    run('tag', '--annotate', '--message=one', 'v1');
    const tag = run('rev-parse', 'v1').trim();
    run('push', '--quiet', '--no-verify', 'origin', 'v1');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    run('tag', '--force', '--annotate', '--message=two', 'v1');
    const { refs } = await answer(pushing({ place: dir }, '--force', 'origin', 'v1'));
    expect(refs).toEqual([{ remoteRef: 'refs/tags/v1', head, base, baseFrom: 'remote', remoteOid: tag }]);
  });

  test('of a tree or a file is passed over in silence, and its neighbours are not', async () => {
    const { dir, commit, git: run } = cloned();
    const head = commit({ 'a.yaml': 'a: 2\n' });
    run('tag', 'tree', 'HEAD^{tree}');
    run('tag', '--annotate', '--message=x', 'blob', 'HEAD:a.yaml');
    run('tag', 'v1');
    const said = await answer(pushing({ place: dir }, 'origin', '--tags'));
    expect(said.lines).toHaveLength(3);
    expect(said.refs).toMatchObject([{ remoteRef: 'refs/tags/v1', head }]);
    expect(said.notes).toEqual([]);
  });
});

describe('what is written before the colon', () => {
  test('is of no interest: HEAD, its parents, ids, messages, a detached HEAD', async () => {
    const { dir, commit, git: run, oid } = cloned();
    const base = oid('main');
    const first = commit({ 'a.yaml': 'a: 2\n' }, 'fix the a of it');
    const second = commit({ 'a.yaml': 'a: 3\n' });
    run('checkout', '--quiet', '--detach');
    const sources = [
      ['HEAD', second],
      ['HEAD~1', first],
      [first, first],
      ['HEAD^{/the a of}', first],
    ] as const;
    for (const [source, head] of sources) {
      const said = await answer(pushing({ place: dir }, 'origin', `${source}:refs/heads/main`));
      expect(said.lines[0]?.localRef).toBe(source);
      expect(said.refs).toMatchObject([{ remoteRef: 'refs/heads/main', head, base, baseFrom: 'remote' }]);
    }
    const { refs } = await answer(pushing({ place: dir }, 'origin', 'HEAD:refs/heads/x'));
    expect(refs).toMatchObject([{ remoteRef: 'refs/heads/x', head: second, base, baseFrom: 'fork' }]);
  });
});

describe('several refs', () => {
  test('are each told: updated, new, deleted', async () => {
    const { dir, commit, git: run, oid } = cloned();
    const base = oid('main');
    run('push', '--quiet', '--no-verify', 'origin', 'main:old');
    run('branch', 'feature');
    const main = commit({ 'a.yaml': 'a: 2\n' });
    run('checkout', '--quiet', 'feature');
    const feature = commit({ 'b.yaml': 'b: 1\n' });
    const { refs } = await answer(pushing({ place: dir }, 'origin', 'main', 'feature', ':old'));
    expect(refs).toHaveLength(3);
    expect(refs).toEqual(
      expect.arrayContaining([
        { remoteRef: 'refs/heads/main', head: main, base, baseFrom: 'remote', remoteOid: base },
        { remoteRef: 'refs/heads/feature', head: feature, base, baseFrom: 'fork', remoteOid: null },
        { remoteRef: 'refs/heads/old', head: null, base, baseFrom: 'remote', remoteOid: base },
      ]),
    );
  });

  test('of --all are those that are not up to date', async () => {
    const { dir, commit, git: run } = cloned();
    run('push', '--quiet', '--no-verify', 'origin', 'main:same');
    run('branch', 'same');
    run('branch', 'new');
    commit({ 'a.yaml': 'a: 2\n' });
    const { refs } = await answer(pushing({ place: dir }, '--all', 'origin'));
    expect(refs.map(({ remoteRef }) => remoteRef)).toEqual(['refs/heads/main', 'refs/heads/new']);
  });

  test('of --mirror are branches and tags, not what else lies in a repository', async () => {
    const { dir, commit, git: run } = cloned();
    run('push', '--quiet', '--no-verify', 'origin', 'main:gone');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    run('tag', 'v1');
    run('notes', 'add', '--message=note');
    const said = await answer(pushing({ place: dir }, '--mirror', 'origin'));
    // git tells its hook nothing of what a mirror deletes because it is not here
    expect(said.lines.map(({ remoteRef }) => remoteRef)).toEqual([
      'refs/heads/main',
      'refs/notes/commits',
      'refs/remotes/origin/HEAD',
      'refs/remotes/origin/gone',
      'refs/remotes/origin/main',
      'refs/tags/v1',
    ]);
    expect(said.refs).toMatchObject([
      { remoteRef: 'refs/heads/main', head },
      { remoteRef: 'refs/tags/v1', head },
    ]);
  });

  test('three thousand of them take no more processes than three', async () => {
    const { dir, oid } = cloned();
    const base = oid('main');
    const text = Array.from({ length: 3000 }, (_, index) =>
      [
        `commit refs/heads/b${index}`,
        `committer Ada <ada@example.com> ${1_800_000_000 + index} +0000`,
        'data 1',
        'x',
        `from ${base}`,
        `M 100644 inline b${index}.yaml`,
        'data 2',
        'x',
        '',
      ].join('\n'),
    );
    fastImport(dir, text.join(''));
    const said = await answer(pushing({ place: dir }, '--all', 'origin'));
    expect(said.refs).toHaveLength(3000);
    expect(new Set(said.refs.map(({ head }) => head)).size).toBe(3000);
    expect(said.refs.every((ref) => ref.base === base && ref.baseFrom === 'fork')).toBe(true);
    expect(said.asked).toBeLessThanOrEqual(3);
  });
});
