import { expect, test } from 'vitest';
import { isArray, objectAt } from '../../../src/object.ts';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const cipher = (text: string) => `ENC[AES256_GCM,data:${text},iv:aa=,tag:bb==,type:str]`;
const sops = `sops:
  mac: ${cipher('mac')}
  version: 3.9.0
`;
const secret = `apiVersion: v1
kind: Secret
metadata: {name: db}
stringData:
  password: ${cipher('cGFzcw')}
  user: ${cipher('dXNlcg')}
${sops}`;
const live = (data: object) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: data });
const VALUES = { password: 'hunter22-secret', user: 'ada-the-user' };

async function world(files: Readonly<Record<string, string>>) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace();
  const repo = repository(files);
  const apply = (object: string, manager = 'kustomize-controller') =>
    cluster.run(['apply', '--server-side', `--field-manager=${manager}`, '-n', namespace, '-f', '-'], {
      input: object,
    });
  const run = (...args: readonly string[]) =>
    gitops([...args, '-n', namespace], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  return { cluster, namespace, apply, run, repo };
}

test('what git keeps encrypted is compared by its keys, said once, and never shown', async () => {
  const { cluster, namespace, apply, run } = await world({ 'app/secret.yaml': secret });
  const absent = [await run('diff', './app', '-o', 'json'), await run('diff', './app', '-o', 'diff')];
  expect(absent[0]?.json()).toMatchObject({ objects: [{ kind: 'Secret', status: 'absent' }] });

  await apply(live(VALUES));
  const same = await run('diff', './app', '-o', 'json');
  const { summary, warnings } = same.json();
  expect(summary).toMatchObject({ inSync: 1, objects: 1 });
  expect((isArray(warnings) ? warnings : []).map((one) => objectAt(one).code)).toEqual(['ENCRYPTED']);
  expect(same.code).toBe(0);

  const patch = JSON.stringify({ data: { user: null, added: Buffer.from('by-hand').toString('base64') } });
  const how = ['--type=merge', '--field-manager=kubectl-edit', '-p', patch];
  await cluster.run(['patch', 'secret/db', '-n', namespace, ...how]);
  const changed = await run('diff', './app', '-o', 'json');
  const { objects } = changed.json();
  const { changes } = objectAt(isArray(objects) ? objects[0] : undefined);
  expect(
    (isArray(changes) ? changes : []).map((one) => objectAt(one)).map((one) => [one.path, one.class]),
  ).toEqual([
    ['.data.user', 'missing'],
    ['.data.added', 'extra'],
  ]);
  const said = [
    ...absent,
    same,
    changed,
    await run('diff', './app', '--verify'),
    await run('diff', './app', '-o', 'diff'),
    await run('blame', 'secret/db'),
    await run('status', './app'),
  ];
  const texts = said.flatMap(({ stdout, stderr }) => [stdout, stderr]);
  for (const shown of ['ENC[', 'mac', ...Object.values(VALUES), 'by-hand'])
    expect(texts.filter((text) => text.includes(shown))).toEqual([]);
});

test('values of another kind that git keeps encrypted are not shown either', async () => {
  const manifest = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data:
  token: ${cipher('dG9rZW4')}
  plain: one
${sops}`;
  const { apply, run } = await world({ 'app/settings.yaml': manifest });
  const stored = { token: 'a-token-of-theirs', plain: 'two' };
  await apply(
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: stored }),
  );
  const changed = await run('diff', './app', '-o', 'json');
  expect(changed.json()).toMatchObject({
    objects: [{ changes: [{ path: '.data.plain', git: 'one', live: 'two' }] }],
  });
  const said = [changed, await run('diff', './app', '-o', 'diff'), await run('blame', 'configmap/settings')];
  for (const { stdout, stderr } of said) {
    expect(`${stdout}${stderr}`).not.toContain('a-token-of-theirs');
    expect(`${stdout}${stderr}`).not.toContain('ENC[');
  }
});

test('a Secret made of encrypted files is not compared, nor are references to its name', async () => {
  const pod = (name: string) => `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: web, image: nginx, env: [{name: A, valueFrom: {secretKeyRef: {name: ${name}, key: a}}}]}
`;
  const { apply, run } = await world({
    'app/kustomization.yaml': `resources: [pod.yaml]
secretGenerator:
- {name: db, files: [db.yaml]}
- {name: open, literals: [a=b]}
`,
    'app/db.yaml': `a: ${cipher('eA')}\n${sops}`,
    'app/pod.yaml': pod('db'),
  });
  await apply(pod('db-2456789bcd'));
  const told = (await run('diff', './app', '-o', 'json', '--show-ignored')).json();
  expect(told.summary).toMatchObject({ objects: 2, inSync: 1, absent: 1, ignored: 1 });
  expect(told.warnings).toMatchObject([{ code: 'ENCRYPTED_FILES' }]);
  const { objects } = told;
  const [web] = (isArray(objects) ? objects : [])
    .map((one) => objectAt(one))
    .filter(({ kind }) => kind === 'Pod');
  expect(web?.changes).toMatchObject([
    { live: 'db-2456789bcd', ignoredBy: 'name of Secret db, which is made of encrypted files' },
  ]);
});

test('what is encrypted is not applied without its values', async () => {
  const { cluster, namespace, run } = await world({ 'app/secret.yaml': secret });
  const refused = await run('apply', './app', '--yes');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('1 object is encrypted in git, and apply decrypts nothing (ENCRYPTED)');
  expect(`${refused.stdout}${refused.stderr}`).not.toContain('ENC[');
  expect(await cluster.run(['get', 'secrets', '-n', namespace, '-o', 'name'])).toBe('');
});
