import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { repository } from '../../support/repository.ts';
import { git } from '../fixture.ts';
import { answer, type Cloned, cloned, type Heard, pushing } from './fixture.ts';

const NOBODY = { remote: null, url: null };

/** A hook that is started by something else than git, with nothing on standard input. */
function started(cwd: string, env: Heard['env'] = {}, argv: Heard['argv'] = NOBODY): Heard {
  return { cwd, env, argv, stdin: '' };
}

/** Nobody types into it and it never ends: whoever reads it waits for ever. */
function terminal() {
  return { stdin: Object.assign(new PassThrough(), { isTTY: true }) };
}

/** A branch of its own with a commit that nobody has yet. */
function withFeature(): Cloned & { readonly base: string; readonly head: string } {
  const made = cloned();
  const base = made.oid('main');
  made.git('checkout', '--quiet', '-b', 'feature');
  const head = made.commit({ 'a.yaml': 'a: 2\n' });
  return { ...made, base, head };
}

describe('from git', () => {
  test('in pieces, as a pipe may deliver them', async () => {
    const { dir, commit, oid } = cloned();
    const base = oid('main');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    const heard = pushing({ place: dir }, 'origin', 'main') ?? expect.fail();
    const stdin = new PassThrough();
    for (const character of heard.stdin) stdin.write(character);
    setImmediate(() => stdin.end());
    const said = await answer(heard, { stdin });
    expect(said.refs).toMatchObject([{ head, base }]);
  });

  test('its lines count, whatever pre-commit left in the environment', async () => {
    const { dir, head, base } = withFeature();
    const heard = pushing({ place: dir }, 'origin', 'feature:main') ?? expect.fail();
    const env = { ...heard.env, PRE_COMMIT_TO_REF: base, PRE_COMMIT_REMOTE_BRANCH: 'refs/heads/other' };
    const said = await answer({ ...heard, env });
    expect(said.refs).toMatchObject([{ remoteRef: 'refs/heads/main', head, base, baseFrom: 'remote' }]);
  });

  test('without the arguments, as a hook manager may have it, the remote is origin', async () => {
    const { dir, head, base } = withFeature();
    const heard = pushing({ place: dir }, 'origin', 'feature') ?? expect.fail();
    const said = await answer({ ...heard, argv: NOBODY });
    expect(said.remote).toBe('origin');
    expect(said.refs).toMatchObject([{ head, base, baseFrom: 'fork' }]);
  });

  test('a line that is none stops everything, by name', async () => {
    const { dir } = cloned();
    const heard = { ...started(dir), stdin: 'refs/heads/main\n' };
    await expect(answer(heard)).rejects.toMatchObject({
      code: 'BAD_HOOK_INPUT',
      message: "git's pre-push says no such thing: refs/heads/main",
    });
  });

  test('a commit that is not here is not passed over', async () => {
    const { dir } = cloned();
    const stdin = `refs/heads/x ${'1'.repeat(40)} refs/heads/x ${'0'.repeat(40)}\n`;
    await expect(answer({ ...started(dir), stdin })).rejects.toMatchObject({ code: 'UNREADABLE_COMMIT' });
  });
});

describe("from pre-commit's and prek's environment", () => {
  function preCommit(remote: string, branch: string, more: Heard['env'] = {}): Heard['env'] {
    return {
      PRE_COMMIT: '1',
      PRE_COMMIT_LOCAL_BRANCH: `refs/heads/${branch}`,
      PRE_COMMIT_REMOTE_BRANCH: `refs/heads/${branch}`,
      PRE_COMMIT_REMOTE_NAME: 'origin',
      PRE_COMMIT_REMOTE_URL: remote,
      ...more,
    };
  }

  test('an update; the older names of the two commits, which mean each other, are not read', async () => {
    const { dir, remote, commit, oid } = cloned();
    const base = oid('main');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    const env = preCommit(remote, 'main', {
      PRE_COMMIT_FROM_REF: base,
      PRE_COMMIT_TO_REF: head,
      PRE_COMMIT_ORIGIN: head,
      PRE_COMMIT_SOURCE: base,
    });
    const said = await answer(started(dir, env));
    expect(said).toMatchObject({ remote: 'origin', url: remote, notes: [] });
    expect(said.refs).toEqual([
      { remoteRef: 'refs/heads/main', head, base, baseFrom: 'remote', remoteOid: base },
    ]);
  });

  test('a new branch is compared as git would tell it, not with where pre-commit starts', async () => {
    const { dir, remote, commit, git: run, oid } = cloned();
    const left = oid('main');
    run('checkout', '--quiet', '-b', 'feature');
    commit({ 'b.yaml': 'b: 1\n' });
    run('checkout', '--quiet', 'main');
    const main = commit({ 'a.yaml': 'a: 2\n' });
    run('push', '--quiet', '--no-verify', 'origin', 'main');
    run('checkout', '--quiet', 'feature');
    run('merge', '--quiet', '--no-edit', 'main');
    const head = oid('HEAD');
    const env = preCommit(remote, 'feature', { PRE_COMMIT_FROM_REF: left, PRE_COMMIT_TO_REF: head });
    const { refs } = await answer(started(dir, env));
    expect(refs).toEqual([
      { remoteRef: 'refs/heads/feature', head, base: main, baseFrom: 'fork', remoteOid: null },
    ]);
  });

  test('what goes up with its first commit: pre-commit names neither commit, prek only the newer', async () => {
    const { dir, remote, commit, git: run } = cloned();
    run('checkout', '--quiet', '--orphan', 'pages');
    const head = commit({ 'page.html': '<p>\n' });
    for (const more of [{}, { PRE_COMMIT_TO_REF: head, PRE_COMMIT_SOURCE: head }]) {
      const { refs } = await answer(started(dir, preCommit(remote, 'pages', more)));
      expect(refs).toEqual([
        { remoteRef: 'refs/heads/pages', head, base: null, baseFrom: 'none', remoteOid: null },
      ]);
    }
  });

  test('a range given by hand is about the branch that is checked out; without one that is said', async () => {
    const { dir, base, head, git: run } = withFeature();
    run('branch', '--quiet', '--set-upstream-to=origin/main');
    const env = { PRE_COMMIT: '1', PRE_COMMIT_FROM_REF: 'origin/main', PRE_COMMIT_TO_REF: 'HEAD' };
    const said = await answer(started(dir, env));
    expect(said.remote).toBe('origin');
    expect(said.refs).toMatchObject([{ remoteRef: 'refs/heads/main', head, base, baseFrom: 'remote' }]);
    run('checkout', '--quiet', '--detach');
    expect(await answer(started(dir, env))).toMatchObject({ refs: [], notes: [{ code: 'REFS_NOT_TOLD' }] });
  });
});

describe('from nobody', () => {
  const said = (branch: string) => ({
    code: 'REFS_NOT_TOLD',
    message: `nothing says what is pushed: taken to be ${branch}`,
    hint: "give git's standard input to the hook; lefthook: use_stdin: true",
  });

  test('on a terminal, or with no input and no arguments: what the upstream has not', async () => {
    const { dir, git: run, base, head } = withFeature();
    run('branch', '--quiet', '--set-upstream-to=origin/main');
    const refs = [{ remoteRef: 'refs/heads/main', head, base, baseFrom: 'remote', remoteOid: base }];
    const expected = { remote: 'origin', refs, notes: [said('feature')] };
    expect(await answer(started(dir), terminal())).toMatchObject(expected);
    expect(await answer(started(dir))).toMatchObject(expected);
  });

  test('lefthook without use_stdin gives a terminal and the arguments', async () => {
    const { dir, remote, base, head } = withFeature();
    const heard = started(dir, {}, { remote: 'origin', url: remote });
    expect(await answer(heard, terminal())).toMatchObject({
      remote: 'origin',
      url: remote,
      refs: [{ remoteRef: 'refs/heads/feature', head, base, baseFrom: 'fork' }],
      notes: [said('feature')],
    });
  });

  test('an upstream that is called otherwise, on a remote with a slash in its name', async () => {
    const { dir, remote, git: run, base, head } = withFeature();
    run('remote', 'add', 'team/fork', remote);
    run('fetch', '--quiet', 'team/fork');
    run('branch', '--quiet', '--set-upstream-to=team/fork/main');
    expect(await answer(started(dir), terminal())).toMatchObject({
      remote: 'team/fork',
      refs: [{ remoteRef: 'refs/heads/main', head, base, baseFrom: 'remote' }],
    });
  });

  test('without an upstream the branch counts as new', async () => {
    const { dir, base, head } = withFeature();
    expect(await answer(started(dir), terminal())).toMatchObject({
      remote: 'origin',
      refs: [{ remoteRef: 'refs/heads/feature', head, base, baseFrom: 'fork' }],
    });
  });

  test('detached, or without a commit, nothing is known, and that is said', async () => {
    const { dir, git: run } = withFeature();
    run('checkout', '--quiet', '--detach');
    for (const cwd of [dir, repository().dir])
      expect(await answer(started(cwd), terminal())).toMatchObject({
        lines: [],
        refs: [],
        notes: [
          {
            code: 'REFS_NOT_TOLD',
            message: 'nothing says what is pushed, and no branch with a commit is checked out',
          },
        ],
      });
  });

  test('uncommitted work is none of it', async () => {
    const { dir, write, git: run, head } = withFeature();
    write({ 'a.yaml': 'a: 3\n' });
    git(dir, 'add', '.');
    run('branch', '--quiet', '--set-upstream-to=origin/main');
    expect((await answer(started(dir), terminal())).refs).toMatchObject([{ head }]);
  });
});
