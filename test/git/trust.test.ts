import { globSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { openTrust } from '../../src/engine/trust/open.ts';
import { withTrust } from '../../src/engine/trust/trust.ts';
import { folder, repository } from '../support/repository.ts';
import { depsIn } from './fixture.ts';

const HEAD = 'apiVersion: kubectl-gitops/v1\nkind: Config\n';
const text = (app: string, entry = '[make]') =>
  `${HEAD}environments: [{name: prod, apps: [{root: app, render: {command: ${app}}}]}]\nrender: [{path: web, command: ${entry}}]\n`;

function world() {
  const state = folder();
  const repo = repository({ '.gitops.yaml': text('[./render.sh, prod]') });
  const deps = (dir: string) => depsIn(dir, { env: { XDG_STATE_HOME: state } });
  /** Of the environment's app and of the entry, as a configuration has them. */
  const trusted = (dir: string) => {
    const config = loadConfig(dir);
    if (config === null) throw new Error('there is a configuration');
    const { environments, renders } = withTrust(config, dir, deps(dir));
    const entries = [...environments.flatMap(({ apps }) => apps), ...renders];
    return entries.map(({ isTrusted }) => isTrusted === true);
  };
  return { state, repo, deps, trusted, of: (dir = repo.dir) => openTrust('.', deps(dir)) };
}

describe('trust', () => {
  test('is of every command that the file names, and until then of none', async () => {
    const { repo, of, trusted } = world();
    const { commands, trust } = await of();
    expect(commands).toEqual([
      { argv: ['./render.sh', 'prod'], cwd: 'app', isTrusted: false },
      { argv: ['make'], cwd: 'web', isTrusted: false },
    ]);
    expect(trusted(repo.dir)).toEqual([false, false]);
    trust();
    expect(trusted(repo.dir)).toEqual([true, true]);
  });

  test.each<readonly [what: string, text: string, left: readonly boolean[]]>([
    ['another argument', text('[./render.sh, dev]'), [false, true]],
    ['one more', text('[./render.sh, prod, now]'), [false, true]],
    ['arguments cut otherwise', text('["./render.sh prod"]'), [false, true]],
    ['another directory', text('[./render.sh, prod], cwd: web'), [false, true]],
    ['another command of an entry', text('[./render.sh, prod]', '[make, -s]'), [true, false]],
    ['the same, written otherwise', text('["./render.sh", prod], cwd: ./app/'), [true, true]],
  ])('is of exactly the command: %s', async (_, changed, left) => {
    const { repo, of, trusted } = world();
    (await of()).trust();
    repo.write({ '.gitops.yaml': changed });
    expect(trusted(repo.dir)).toEqual(left);
  });

  test('is of the place: a repository that is moved, and a clone, are others', async () => {
    const { repo, of, trusted } = world();
    (await of()).trust();
    const moved = `${repo.dir}-moved`;
    const clone = join(folder(), 'clone');
    repo.git('clone', '--quiet', '.', clone);
    expect(trusted(clone)).toEqual([false, false]);
    renameSync(repo.dir, moved);
    expect(trusted(moved)).toEqual([false, false]);
    renameSync(moved, repo.dir);
    expect(trusted(repo.dir)).toEqual([true, true]);
  });

  test('lies outside of the repository, readable by its owner alone; what is no trust trusts nothing', async () => {
    const { state, repo, of, trusted } = world();
    const before = repo.git('status', '--porcelain', '--ignored');
    (await of()).trust();
    expect(repo.git('status', '--porcelain', '--ignored')).toBe(before);
    const [file = ''] = globSync(join(state, 'kubectl-gitops/trust/*'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, '{"all": true');
    expect(trusted(repo.dir)).toEqual([false, false]);
  });

  test('is taken back as a whole', async () => {
    const { repo, of, trusted } = world();
    (await of()).trust();
    (await of()).revoke();
    expect(trusted(repo.dir)).toEqual([false, false]);
  });
});
