import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const config = (color: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  color: ${color}\n`;

/** A commit that is green and lies in `apps`, as the cluster does, and a work tree that is blue. */
async function world() {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('revision');
  const repo = repository();
  const first = repo.commit({ 'apps/web.yaml': config('green') });
  await cluster.run(['apply', '-n', namespace, '-f', join(repo.dir, 'apps')]);
  repo.commit({ 'apps/web.yaml': config('blue'), 'later/new.yaml': config('blue') });
  const diff = async (folder: string, ...args: readonly string[]) => {
    const all = ['diff', '-n', namespace, '-o', 'json', '--revision', first, ...args];
    return gitops(all, { cwd: join(repo.dir, folder), kubeconfig: cluster.kubeconfig });
  };
  return { cluster, namespace, first, diff };
}

describe('diff --revision', () => {
  const ways: readonly (readonly [folder: string, ...args: readonly string[]])[] = [
    ['.'],
    ['.', './apps'],
    ['.', 'apps'],
    ['.', '-f', 'apps'],
    ['.', '-f', 'apps/web.yaml'],
    ['apps', '.'],
    ['apps', 'web.yaml'],
    ['later', '../apps'],
  ];
  for (const [folder, ...args] of ways) {
    it(`reads that commit and not the work tree: ${['in', folder, ...args].join(' ')}`, async () => {
      const { first, diff } = await world();
      const outcome = await diff(folder, ...args);
      expect(outcome.stderr).toBe('');
      expect(outcome.json()).toMatchObject({
        repository: { revision: first, dirty: false },
        summary: { objects: 1, inSync: 1 },
        objects: [],
      });
      expect(outcome.code).toBe(0);
    });
  }

  it('names the file of that commit, and who wrote it', async () => {
    const { cluster, namespace, first, diff } = await world();
    await cluster.run(['patch', 'configmap/web', '-n', namespace, '-p', '{"data":{"color":"red"}}']);
    const source = { file: 'apps/web.yaml', line: 6, commit: first, author: 'Ada' };
    expect((await diff('apps', '.')).json()).toMatchObject({
      objects: [{ app: { root: 'apps' }, changes: [{ git: 'green', live: 'red', source }] }],
    });
  });

  it('says that a path did not exist then', async () => {
    const { diff } = await world();
    const outcome = await diff('.', './later');
    expect(outcome.stderr).toContain('./later does not exist at the revision asked for (NO_SUCH_PATH)');
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
  });
});
