import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { isArray, type Json, objectAt } from '../../../src/object.ts';
import { gitops } from '../../support/gitops.ts';
import { folder, repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';
import { type AgeKey, ageKey, encrypted, sopsFolder } from '../../support/sops.ts';

const secret = (password: string) => `apiVersion: v1
kind: Secret
metadata: {name: db}
stringData:
  password: ${password}
  user: ada-the-user
`;
/** As Flux sends it. */
const sent = (password: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'db' },
    data: { password: base64(password), user: base64('ada-the-user') },
  });
const base64 = (text: string) => Buffer.from(text).toString('base64');
const COMPARED_BY_KEYS =
  '1 object is encrypted in git (SOPS): of the encrypted values only the keys are compared';

interface Options {
  readonly decrypt?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A cluster where a deployer that has the key applied `live`, and a repository that has `files`. */
async function world(
  live: string,
  files: Readonly<Record<string, string>>,
  key: AgeKey,
  { decrypt, env = {} }: Options,
) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace();
  const repo = repository(files);
  if (decrypt !== undefined) repo.git('config', 'gitops.decrypt', decrypt);
  const home = folder();
  mkdirSync(join(home, 'tmp'));
  const own = {
    PATH: [await sopsFolder(), process.env.PATH ?? ''].join(delimiter),
    SOPS_AGE_KEY: key.secret,
    HOME: home,
    TMPDIR: join(home, 'tmp'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_STATE_HOME: join(home, 'state'),
    ...env,
  };
  const how = ['--server-side', '--force-conflicts', '--field-manager=kustomize-controller'];
  const apply = (input: string) => cluster.run(['apply', ...how, '-n', namespace, '-f', '-'], { input });
  await apply(live);
  return {
    repo,
    home,
    apply,
    edit: (kind: string, data: object) =>
      cluster.run([
        ...['patch', kind, '-n', namespace, '--type=merge', '--field-manager=kubectl-edit'],
        ...['-p', JSON.stringify({ data })],
      ]),
    run: (...args: readonly string[]) =>
      gitops([...args, '-n', namespace], { cwd: repo.dir, kubeconfig: cluster.kubeconfig, env: own }),
  };
}

function filesIn(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile());
}

function warningsOf({ warnings }: { readonly [key: string]: Json }): readonly unknown[] {
  return (isArray(warnings) ? warnings : []).map((one) => objectAt(one).message);
}

test('who asks for it has values compared too, and sees none of them', async () => {
  const key = await ageKey();
  const files = { 'app/secret.yaml': await encrypted(secret('hunter22-old'), key) };
  const { repo, home, apply, edit, run } = await world(sent('hunter22-old'), files, key, {
    decrypt: 'sops',
  });
  const same = await run('diff', './app', '-o', 'json');
  expect(same.json()).toMatchObject({ summary: { inSync: 1, objects: 1 }, warnings: [] });

  await edit('secret/db', { password: base64('typed-by-hand') });
  const drifted = await run('diff', './app', '-o', 'json');
  expect(drifted.json()).toMatchObject({
    warnings: [],
    objects: [{ status: 'drifted', changes: [{ path: '.data.password', class: 'changed', moved: 'live' }] }],
  });

  await apply(sent('hunter22-old'));
  repo.commit({ 'app/secret.yaml': await encrypted(secret('hunter22-new'), key) });
  const pending = await run('diff', './app', '-o', 'json');
  expect(pending.json()).toMatchObject({
    objects: [{ status: 'pending', changes: [{ path: '.data.password', moved: 'git' }] }],
  });

  const said = [
    ...[same, drifted, pending],
    ...[await run('diff', './app', '-o', 'diff'), await run('diff', './app', '--verify')],
    ...[await run('blame', 'secret/db'), await run('status', './app'), await run('apply', './app', '--yes')],
  ].flatMap(({ stdout, stderr }) => [stdout, stderr]);
  const written = filesIn(home).map((path) => readFileSync(path, 'utf8'));
  expect(written.length).toBeGreaterThan(0);
  for (const one of ['hunter22-old', 'hunter22-new', 'typed-by-hand', 'ada-the-user', key.secret])
    for (const shown of [one, base64(one)])
      expect([...said, ...written].filter((text) => text.includes(shown))).toEqual([]);
  expect(readdirSync(join(home, 'tmp'))).toEqual([]);
});

test('values of other kinds are as hidden, however short', async () => {
  const key = await ageKey();
  const settings = (pin: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata:\n  pin: "${pin}"\n`;
  const files = { 'app/settings.yaml': await encrypted(settings('q7'), key) };
  const { run } = await world(settings('x9'), files, key, { decrypt: 'sops' });
  const told = [
    await run('diff', './app', '-o', 'json'),
    await run('diff', './app', '-o', 'diff'),
    await run('blame', 'configmap/settings', '-o', 'json'),
  ];
  expect(told[0]?.json()).toMatchObject({
    objects: [{ changes: [{ path: '.data.pin', git: '***1', live: '***2' }] }],
  });
  for (const { stdout } of told) {
    expect(stdout).toMatch(/pin.*\*\*\*/s);
    expect(stdout).not.toMatch(/["' ](?:q7|x9)\b/);
  }
});

test('what is in sync by its keys need not be by its values', async () => {
  const key = await ageKey();
  const files = { 'app/secret.yaml': await encrypted(secret('hunter22-old'), key) };
  const { repo, run } = await world(sent('another-one'), files, key, {});
  const byKeys = await run('diff', './app', '-o', 'json');
  expect(byKeys.json()).toMatchObject({ summary: { inSync: 1 } });
  expect(warningsOf(byKeys.json())).toEqual([COMPARED_BY_KEYS]);
  repo.git('config', 'gitops.decrypt', 'sops');
  expect((await run('diff', './app', '-o', 'json')).json()).toMatchObject({ summary: { inSync: 0 } });
  repo.git('config', 'gitops.decrypt', 'off');
  expect((await run('diff', './app', '-o', 'json')).json()).toMatchObject({ summary: { inSync: 1 } });
});

test('without the key keys are compared, and sops says why', async () => {
  const [key, other] = [await ageKey(), await ageKey()];
  const files = { 'app/secret.yaml': await encrypted(secret('hunter22-old'), key) };
  const { edit, run } = await world(sent('another-one'), files, other, { decrypt: 'sops' });
  const told = await run('diff', './app', '-o', 'json');
  expect(told.json()).toMatchObject({
    summary: { inSync: 1 },
    warnings: [{ code: 'ENCRYPTED', hint: 'sops --decrypt app/secret.yaml' }],
  });
  expect(warningsOf(told.json())).toEqual([
    `${COMPARED_BY_KEYS}: Failed to get the data key required to decrypt the SOPS file.`,
  ]);
  await edit('secret/db', { user: null });
  expect((await run('diff', './app', '-o', 'json')).json()).toMatchObject({
    objects: [{ changes: [{ path: '.data.user', class: 'missing' }] }],
  });
});

test('without sops keys are compared, and that is said', async () => {
  const key = await ageKey();
  const files = { 'app/secret.yaml': await encrypted(secret('hunter22-old'), key) };
  const env = { PATH: process.env.PATH ?? '' };
  const { run } = await world(sent('another-one'), files, key, { decrypt: 'sops', env });
  const told = (await run('diff', './app', '-o', 'json')).json();
  expect(told).toMatchObject({ summary: { inSync: 1 } });
  expect(warningsOf(told)).toEqual([`${COMPARED_BY_KEYS}: sops is not in PATH`]);
});

test('only the clone itself can ask for it: what holds for clones of every repository does not', async () => {
  const key = await ageKey();
  const files = {
    'app/secret.yaml': await encrypted(secret('hunter22-old'), key),
    '.gitconfig': '[gitops]\n\tdecrypt = sops\n',
  };
  const env = { GIT_CONFIG_GLOBAL: join(folder({ config: files['.gitconfig'] }), 'config') };
  const { run } = await world(sent('another-one'), files, key, { env });
  expect((await run('diff', './app', '-o', 'json')).json()).toMatchObject({
    summary: { inSync: 1 },
    warnings: [{ code: 'ENCRYPTED', hint: 'git config gitops.decrypt sops' }],
  });
});

test('another word is refused', async () => {
  const key = await ageKey();
  const files = { 'app/secret.yaml': await encrypted(secret('hunter22-old'), key) };
  const { run } = await world(sent('hunter22-old'), files, key, { decrypt: 'yes please' });
  const { code, stderr } = await run('diff', './app');
  expect(code).toBe(2);
  expect(stderr).toContain('git config gitops.decrypt is "yes please", which is none of sops and off');
});
