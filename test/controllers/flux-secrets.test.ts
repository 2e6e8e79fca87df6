import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fluxedApp, fluxWorld } from '../support/flux/world.ts';
import { gitops } from '../support/gitops.ts';
import { folder } from '../support/repository.ts';

const world = fluxWorld();
const SECRET = 'hunter22-of-the-cluster';
const OLDER = 'the-one-before-hunter22';

/** Far longer than what is not worth a cache. */
const padding = Array.from({ length: 400 }, (_, index) => `  key-${index}: ${'x'.repeat(100)}`).join('\n');
const files = {
  'app/settings.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data:
  url: https://shop:\${PASSWORD}@db.example.com
  plain: \${PASSWORD}
  region: \${REGION}
${padding}
`,
  'app/service.yaml': `apiVersion: v1
kind: Service
metadata: {name: db, annotations: {password: "\${PASSWORD}"}}
spec: {ports: [{port: 80}]}
`,
};

function textsIn(dir: string): readonly string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? textsIn(path) : [readFileSync(path, 'latin1')];
  });
}

test('what a Secret puts into other objects is neither shown nor kept', async () => {
  const { cluster } = world;
  const app = await fluxedApp(world, files, { suspend: true });
  const { namespace, repository } = app;
  await cluster.run([
    ...['create', 'secret', 'generic', 'vars', '-n', namespace],
    ...[`--from-literal=PASSWORD=${SECRET}`, '--from-literal=REGION=eu'],
  ]);
  const postBuild = { substituteFrom: [{ kind: 'Secret', name: 'vars' }] };
  await app.set({ suspend: false, postBuild });
  await app.reconcile();
  const home = folder();
  const env = {
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_STATE_HOME: join(home, 'state'),
    TMPDIR: folder(),
  };
  const run = (...args: string[]) =>
    gitops(args, { cwd: repository.dir, kubeconfig: cluster.kubeconfig, env });
  expect(await run('diff')).toMatchObject({ code: 0 });

  await app.set({ suspend: true, postBuild });
  await app.patch('k9s', 'configmap/settings', { data: { plain: OLDER, region: 'us', added: SECRET } });
  await app.patch('k9s', 'service/db', { spec: { ports: [{ port: 81, targetPort: 80 }] } });
  const said = [
    await run('diff', '-o', 'json'),
    await run('diff', '-o', 'diff'),
    await run('diff', '--verify'),
    await run('blame', 'configmap/settings', 'service/db'),
    await run('blame', 'configmap/settings', 'service/db', '-o', 'json'),
    await run('status'),
    await run('guard', 'check', '--', 'scale', 'configmap/settings', '-n', namespace),
  ];
  expect(said[0]?.code).toBe(1);
  expect(said[0]?.stdout).toContain('***1');
  const values = [SECRET, OLDER, Buffer.from(SECRET).toString('base64')];
  const everything = [...said.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...textsIn(home)];
  for (const value of values)
    expect(everything.filter((text) => text.includes(value)).map((text) => text.slice(0, 300))).toEqual([]);
  expect(textsIn(home).length).toBeGreaterThan(0);
});
