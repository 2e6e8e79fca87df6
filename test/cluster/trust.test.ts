import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitops } from '../support/gitops.ts';
import { folder, repository } from '../support/repository.ts';

const script = `#!/bin/sh
[ -z "$KUBECONFIG$GIT_DIR" ] || exit 9
echo ran >> "$1"
echo written > beside.txt
cat web.txt
`;
const web = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {color: green}\n';

function world() {
  const marker = join(folder(), 'marker');
  const config = (...more: readonly string[]) =>
    `apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n  - name: prod\n    apps:\n      - root: app\n        namespace: shop\n        render: ${JSON.stringify({ command: ['sh', 'render.sh', marker, ...more] })}\n`;
  const repo = repository({ 'app/render.sh': script, 'app/web.txt': web, '.gitops.yaml': config() });
  const run = (...args: readonly string[]) => gitops(args, { cwd: repo.dir, kubeconfig: '/nowhere' });
  const render = () => run('render', '--render-only');
  const runs = () => (existsSync(marker) ? readFileSync(marker, 'utf8').trim().split('\n').length : 0);
  return { repo, config, run, render, runs };
}

describe('a command that renders', () => {
  it('does not run before somebody trusts it', async () => {
    const { run, render, runs } = world();
    const before = await render();
    expect([before.code, before.stdout]).toEqual([3, '']);
    expect(before.stderr).toContain('(UNTRUSTED_COMMAND)');
    expect(before.stderr).toContain('run: kubectl gitops trust');
    const unasked = await run('trust');
    expect([unasked.code, runs()]).toEqual([2, 0]);
    expect((await run('trust', '--list')).stdout).toMatch(/^not trusted {2}\["sh","render.sh",/);
    expect(runs()).toBe(0);
  });

  it('runs in a copy of the tree, without a cluster, once it is trusted', async () => {
    const { repo, run, render, runs } = world();
    expect((await run('trust', '--yes')).code).toBe(0);
    const after = await render();
    expect([after.code, after.stderr, runs()]).toEqual([0, '', 1]);
    expect(after.stdout).toContain('namespace: shop');
    expect(after.stdout).toContain('color: green');
    expect(existsSync(join(repo.dir, 'app/beside.txt'))).toBe(false);
    await render();
    expect(runs()).toBe(2);
  });

  it('must be trusted anew when it changes, in another repository, and after it was revoked', async () => {
    const { repo, config, run, render, runs } = world();
    await run('trust', '--yes');
    repo.write({ '.gitops.yaml': config('more') });
    expect([(await render()).code, runs()]).toEqual([3, 0]);
    const other = repository({ 'app/render.sh': script, 'app/web.txt': web, '.gitops.yaml': config() });
    const elsewhere = await gitops(['render', '--render-only'], { cwd: other.dir, kubeconfig: '/nowhere' });
    expect([elsewhere.code, runs()]).toEqual([3, 0]);
    repo.write({ '.gitops.yaml': config() });
    expect([(await render()).code, runs()]).toEqual([0, 1]);
    await run('trust', '--revoke');
    expect([(await render()).code, runs()]).toEqual([3, 1]);
  });

  it('is told apart from git when it fails', async () => {
    const { repo, run, render } = world();
    repo.write({ 'app/render.sh': 'echo broken >&2; exit 4\n' });
    await run('trust', '--yes');
    const outcome = await render();
    expect(outcome.code).toBe(3);
    expect(outcome.stderr).toBe(
      'error: sh cannot render app (RENDER_FAILED)\nbroken\nhint: run it by hand in app\n',
    );
  });
});
