import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isArray, objectAt } from '../../src/object.ts';
import { controllerCrd } from '../support/crds/controllers.ts';
import { untilEstablished } from '../support/established.ts';
import { pushing } from '../support/pushing.ts';
import { folder } from '../support/repository.ts';
import { sharedCluster } from '../support/shared-cluster.ts';

beforeAll(async () => {
  const cluster = sharedCluster();
  const object = controllerCrd('argoproj.io', 'Application', 'v1alpha1');
  await cluster.run(['apply', '--server-side', '--force-conflicts', '-f', '-'], {
    input: JSON.stringify(object),
  });
  await untilEstablished(cluster, `crd/${object.metadata.name}`);
});

const settings = (color: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {color: ${color}}\n`;

/** An Application of a plugin, and what it renders as that would. */
async function world() {
  const marker = join(folder(), 'marker');
  const command = (...more: readonly string[]) => JSON.stringify(['sh', 'render.sh', marker, ...more]);
  const config = (...more: readonly string[]) =>
    `apiVersion: kubectl-gitops/v1\nkind: Config\nrender:\n  - {path: app, command: ${command(...more)}}\n`;
  const files = {
    '.gitops.yaml': config(),
    'app/render.sh': 'echo ran >> "$1"\ncat web.txt\n',
    'app/web.txt': settings('green'),
  };
  const { cluster, namespace, remote, ...more } = await pushing(() => files, { applied: false });
  const env = { XDG_CACHE_HOME: folder(), XDG_STATE_HOME: folder() };
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: namespace, namespace },
    spec: {
      project: 'default',
      source: { repoURL: remote, targetRevision: 'main', path: 'app', plugin: { name: 'shop' } },
      destination: { server: 'https://kubernetes.default.svc', namespace },
    },
  };
  await cluster.run(['apply', '--server-side', '-f', '-'], { input: JSON.stringify(application) });
  const run = (...args: readonly string[]) => more.run(args, { env });
  const runs = () => (existsSync(marker) ? readFileSync(marker, 'utf8').trim().split('\n').length : 0);
  return { ...more, cluster, namespace, env, config, run, runs };
}

describe('an Application of a plugin whose command .gitops.yaml names', () => {
  it('is not rendered before the command is trusted', async () => {
    const { namespace, run, runs } = await world();
    for (const command of ['diff', 'status', 'render']) {
      const outcome = await run(command, `argocd/${namespace}`);
      const said = `${outcome.stdout}${outcome.stderr}`;
      expect(said).toContain('nobody here trusts yet (see kubectl gitops trust --list)');
      if (command !== 'status') expect(said).toContain('hint: look at it, then run: kubectl gitops trust');
    }
    expect(runs()).toBe(0);
  });

  it('is compared and printed as the command renders it, where its Application puts it', async () => {
    const { cluster, namespace, run, runs } = await world();
    await run('trust', '--yes');
    const printed = await run('render', `argocd/${namespace}`);
    expect([printed.code, printed.stderr]).toEqual([0, '']);
    expect(printed.stdout).toContain(`namespace: ${namespace}`);
    expect(printed.stdout).toContain('color: green');
    expect(runs()).toBe(1);
    await cluster.run(['apply', '--server-side', '-n', namespace, '-f', '-'], { input: settings('red') });
    const diff = await run('diff', '-o', 'json');
    const [object] = isArray(diff.json().objects) ? [diff.json().objects].flat() : [];
    expect(objectAt(object)).toMatchObject({
      name: 'web',
      namespace,
      app: { name: `argocd/${namespace}`, deployer: 'argocd', root: 'app' },
    });
    const status = await run('status');
    expect(status.stdout).toContain(`argocd/${namespace}`);
    expect(status.stderr).not.toContain('UNTRUSTED_COMMAND');
  });
});
