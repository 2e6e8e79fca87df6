import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Push, pushedViews } from '../../src/git/commits/view.ts';
import type { View } from '../../src/view.ts';
import { repository, type TestRepository } from '../support/repository.ts';
import { cloneOf, git, open } from './fixture.ts';

describe('what differs between two commits', () => {
  async function between(
    { dir }: Pick<TestRepository, 'dir'>,
    base: string | null,
    head = 'HEAD',
  ): Promise<Push> {
    const oid = (revision: string) => git(dir, 'rev-parse', revision).trim();
    return pushedViews(await open(dir), base === null ? null : oid(base), oid(head));
  }

  /** Each path that differs, before which it was there (-), after which it is (+), or both (±). */
  async function differing(...asked: Parameters<typeof between>): Promise<readonly string[]> {
    const { base, head, changed } = await between(...asked);
    const isIn = ({ paths }: View, path: string) => paths?.has(path) === true;
    return changed.map((path) => {
      if (isIn(base, path)) return `${isIn(head, path) ? '±' : '-'} ${path}`;
      return `${isIn(head, path) ? '+' : '?'} ${path}`;
    });
  }

  test('is added, modified and deleted, with the contents of both sides', async () => {
    const made = repository({ 'a.yaml': '1\n', 'gone.yaml': '1\n', 'same.yaml': '1\n' });
    rmSync(join(made.dir, 'gone.yaml'));
    made.commit({ 'a.yaml': '2\n', 'apps/ü/日本 b.yaml': '1\n' });
    expect(await differing(made, 'HEAD~1')).toEqual(['± a.yaml', '+ apps/ü/日本 b.yaml', '- gone.yaml']);
    const { base, head, changed, settle } = await between(made, 'HEAD~1');
    const read = await settle(() => changed.map((path) => [base, head].map((view) => `${view.read(path)}`)));
    expect(read).toEqual([
      ['1\n', '2\n'],
      ['undefined', '1\n'],
      ['1\n', 'undefined'],
    ]);
  });

  test('of a rename is a deletion and an addition, whatever is configured', async () => {
    const made = repository({ 'old.yaml': 'a: 1\nb: 2\n' });
    made.git('mv', 'old.yaml', 'new.yaml');
    made.commit({});
    for (const [key, value] of [
      ['diff.renames', 'copies'],
      ['core.abbrev', '7'],
      ['diff.external', 'false'],
      ['diff.ignoreSubmodules', 'all'],
      ['color.ui', 'always'],
    ] as const)
      made.git('config', key, value);
    expect(await differing(made, 'HEAD~1')).toEqual(['+ new.yaml', '- old.yaml']);
    const { base, settle } = await between(made, 'HEAD~1');
    expect(await settle(() => `${base.read('old.yaml')}`)).toBe('a: 1\nb: 2\n');
  });

  test('may be a mode, and a file that became a link', async () => {
    const made = repository({ 'run.sh': 'x\n', 'a.yaml': '1\n', 'b.yaml': '1\n' });
    chmodSync(join(made.dir, 'run.sh'), 0o755);
    rmSync(join(made.dir, 'a.yaml'));
    symlinkSync('b.yaml', join(made.dir, 'a.yaml'));
    made.commit({});
    expect(await differing(made, 'HEAD~1')).toEqual(['± a.yaml', '± run.sh']);
    const { base, head } = await between(made, 'HEAD~1');
    expect([base, head].map(({ paths }) => paths?.get('a.yaml')?.kind)).toEqual(['file', 'symlink']);
  });

  test('of a submodule is its path, even of one that asks to be ignored', async () => {
    const inner = repository({ 'a.yaml': '1\n' });
    const outer = repository({ 'b.yaml': '1\n' });
    git(outer.dir, 'submodule', '--quiet', 'add', inner.dir, 'base');
    git(outer.dir, 'config', '--file', '.gitmodules', 'submodule.base.ignore', 'all');
    outer.commit({});
    expect(await differing(outer, 'HEAD~1')).toEqual(['+ .gitmodules', '+ base']);
    git(join(outer.dir, 'base'), 'commit', '--quiet', '--allow-empty', '--message=more');
    git(
      outer.dir,
      'update-index',
      '--cacheinfo',
      `160000,${git(join(outer.dir, 'base'), 'rev-parse', 'HEAD').trim()},base`,
    );
    git(outer.dir, 'commit', '--quiet', '--message=bump');
    expect(await differing(outer, 'HEAD~1')).toEqual(['± base']);
  });

  test('is everything without a base, and nothing between a commit and itself', async () => {
    const made = repository({ 'a.yaml': '1\n', 'apps/b.yaml': '1\n' });
    expect(await differing(made, null)).toEqual(['+ a.yaml', '+ apps/b.yaml']);
    expect(await differing(made, 'HEAD')).toEqual([]);
  });

  test('across a merge is what differs, not what each side did', async () => {
    const made = repository({ 'a.yaml': '1\n' });
    made.git('checkout', '--quiet', '-b', 'feature');
    made.commit({ 'b.yaml': '1\n' });
    made.git('checkout', '--quiet', 'main');
    made.commit({ 'a.yaml': '2\n' });
    made.git('checkout', '--quiet', 'feature');
    made.git('merge', '--quiet', '--no-edit', 'main');
    expect(await differing(made, 'main')).toEqual(['+ b.yaml']);
  });

  test('is never taken to be nothing where a clone without trees cannot tell', async () => {
    const origin = repository({ 'apps/a.yaml': '1\n' });
    const base = origin.git('rev-parse', 'HEAD').trim();
    const head = origin.commit({ 'apps/a.yaml': '2\n' });
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const clone = cloneOf(`file://${origin.dir}`, '--filter=tree:0', '--no-checkout');
    const opened = await open(clone);
    rmSync(origin.dir, { recursive: true });
    await expect(pushedViews(opened, base, head)).rejects.toThrow(/^cannot compare /);
  });
});

describe('files of a commit without laying it out', () => {
  async function readAll(
    dir: string,
    paths: readonly string[],
  ): Promise<Readonly<Record<string, string | undefined>>> {
    const { head, settle } = await pushedViews(await open(dir), null, 'HEAD');
    const texts = () => paths.map((path) => [path, head.read(path)?.toString('utf8')] as const);
    return settle(() => Object.fromEntries(texts()));
  }

  test('are read many in one go, and what is none is absent', async () => {
    const texts = {
      'a.yaml': 'a: 1\n',
      'no end.yaml': 'a: 1',
      'ä/日本.yaml': 'ü: "日本"\n',
      'empty.yaml': '',
      'trap.yaml': 'HEAD:a.yaml missing\nabc blob 3\nx\n',
      'crlf.yaml': 'a: 1\r\n\r\n',
      'line\nbreak.yaml': 'a: 2\n',
    };
    const { dir } = repository(texts);
    const paths = ['missing.yaml', ...Object.keys(texts), 'ä'];
    expect(await readAll(dir, paths)).toEqual({ ...texts, 'missing.yaml': undefined, ä: undefined });
  });

  test('need not be UTF-8, and do not disturb their neighbours', async () => {
    const { dir } = repository({ 'b.yaml': 'b: 1\n' });
    const bytes = Buffer.from([0xff, 0xfe, 0x0a, 0xc3, 0x28, 0x00]);
    writeFileSync(join(dir, 'a.bin'), bytes);
    git(dir, 'add', '.');
    git(dir, 'commit', '--quiet', '--message=binary');
    expect((await readAll(dir, ['a.bin', 'b.yaml']))['b.yaml']).toBe('b: 1\n');
    const { head, settle } = await pushedViews(await open(dir), null, 'HEAD');
    expect(await settle(() => head.read('a.bin'))).toEqual(bytes);
  });

  test('are found behind links within the tree, not behind those that lead out of it', async () => {
    const { dir } = repository({ 'web/a.yaml': 'a: 1\n' });
    symlinkSync('web/a.yaml', join(dir, 'in.yaml'));
    symlinkSync('/etc/hostname', join(dir, 'out.yaml'));
    symlinkSync('nowhere', join(dir, 'dangling.yaml'));
    git(dir, 'add', '.');
    git(dir, 'commit', '--quiet', '--message=links');
    expect(await readAll(dir, ['in.yaml', 'out.yaml', 'dangling.yaml'])).toEqual({ 'in.yaml': 'a: 1\n' });
  });
});
