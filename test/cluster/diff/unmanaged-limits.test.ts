import { expect, it } from 'vitest';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';
import { eventually } from '../../support/servers/supervisor.ts';
import { config, unmanaged } from '../../support/unmanaged.ts';

const cluster = sharedCluster;

it('leaves out what .gitops.yaml ignores, and what its controllers made', async () => {
  const namespace = await cluster().namespace('unmanaged');
  const input = config(namespace, 'scratch-1') + config(namespace, 'other');
  await cluster().run(['create', '-f', '-'], { input });
  const made = config(namespace, 'made');
  await cluster().run(['apply', '--server-side', '--field-manager=acme-operator', '-f', '-'], {
    input: made,
  });
  const written = config(namespace, 'written');
  await cluster().run(['apply', '--server-side', '--field-manager=acme-script', '-f', '-'], {
    input: written,
  });
  await cluster().run(['create', 'serviceaccount', 'robot', '-n', namespace]);
  const repo = repository({
    'all.yaml': config(namespace, 'declared'),
    '.gitops.yaml': `apiVersion: kubectl-gitops/v1
kind: Config
managers: { controllers: [acme-operator] }
ignore:
  - { kind: ConfigMap, name: "scratch-*", unmanaged: true }
  - { group: "*", kind: "*", namespace: ${namespace}, managers: [acme-script] }
`,
  });
  const { names } = await unmanaged({ cwd: repo.dir, kubeconfig: cluster().kubeconfig });
  expect(names).toEqual(['ConfigMap/other', 'ServiceAccount/robot']);
  const options = { cwd: repo.dir, kubeconfig: cluster().kubeconfig };
  // of an object without a field that anybody owns, nobody is recorded
  expect((await gitops(['diff', '--unmanaged'], options)).stdout).toMatch(
    /\/robot {2}unmanaged {2}creator not recorded {2}\d{4}-/,
  );
});

it('passes over kinds that may not be listed, and says so once', async () => {
  const namespace = await cluster().namespace('unmanaged');
  await cluster().run(['create', 'configmap', 'stranger', '-n', namespace]);
  await cluster().run(['create', 'secret', 'generic', 'hidden', '-n', namespace]);
  await cluster().run([
    'create',
    'role',
    'peek',
    '--verb=list,get',
    '--resource=configmaps',
    '-n',
    namespace,
  ]);
  const name = `peek-${namespace}`;
  await cluster().run(['create', 'rolebinding', 'peek', '--role=peek', `--user=${name}`, '-n', namespace]);
  const kubeconfig = await cluster().user({ name });
  await eventually('the right to list', 10_000, async () => {
    const asked = ['auth', 'can-i', 'list', 'configmaps', '-n', namespace];
    return (await cluster().attempt(asked, { kubeconfig })).code === 0;
  });
  const repo = repository({ 'all.yaml': config(namespace, 'declared') });
  const { names, report, code } = await unmanaged({ cwd: repo.dir, kubeconfig });
  expect(names).toEqual(['ConfigMap/stranger']);
  expect(report.warnings).toEqual([
    {
      code: 'UNMANAGED_INCOMPLETE',
      message: expect.stringMatching(
        /^what no app declares is not told of every kind: \d\d kinds may not be listed \(.*, \d+ more\)$/,
      ),
      hint: 'see what is allowed: kubectl auth can-i --list',
    },
  ]);
  expect(code).toBe(1);
});

it('looks into kube-system only where it is asked for', async () => {
  const namespace = await cluster().namespace('unmanaged');
  const name = `stranger-of-${namespace}`;
  await cluster().run(['create', 'configmap', name, '-n', 'kube-system']);
  const repo = repository({
    'all.yaml': config(namespace, 'declared') + config('kube-system', `of-${namespace}`),
  });
  const options = { cwd: repo.dir, kubeconfig: cluster().kubeconfig };
  const passing = await unmanaged(options);
  const asked = await unmanaged(options, '-n', 'kube-system');
  await cluster().run(['delete', 'configmap', name, '-n', 'kube-system']);
  expect(passing.names).toEqual([]);
  expect(asked.names).toContain(`ConfigMap/${name}`);
  expect(asked.names.filter((one) => !/^(ServiceAccount|ConfigMap\/stranger)/.test(one))).toEqual([]);
});

it('tells nothing as unmanaged where a root does not render: it may declare it', async () => {
  const namespace = await cluster().namespace('unmanaged');
  await cluster().run(['create', 'configmap', 'stranger', '-n', namespace]);
  const repo = repository({
    'good/a.yaml': config(namespace, 'declared'),
    'good/kustomization.yaml': 'resources: [a.yaml]\n',
    'bad/kustomization.yaml': 'resources: [missing.yaml]\n',
    '.gitops.yaml': `apiVersion: kubectl-gitops/v1
kind: Config
environments: [{name: test, server: "${cluster().server}", apps: [{root: good}, {root: bad}]}]
`,
  });
  const { names, report, code } = await unmanaged(
    { cwd: repo.dir, kubeconfig: cluster().kubeconfig },
    '--env',
    'test',
  );
  expect(names).toEqual([]);
  expect(code).toBe(6);
  expect(report.warnings).toContainEqual({
    code: 'UNMANAGED_INCOMPLETE',
    message: 'what no app declares cannot be told: not all of git renders',
    hint: 'mend what does not render first',
  });
});

it('leaves out what another repository declares for this cluster', async () => {
  const namespace = await cluster().namespace('unmanaged');
  await cluster().run(['create', '-f', '-'], {
    input: config(namespace, 'theirs') + config(namespace, 'nobodys'),
  });
  const options = (dir: string) => ({ cwd: dir, kubeconfig: cluster().kubeconfig });
  const theirs = repository({ 'all.yaml': config(namespace, 'theirs') });
  await gitops(['diff'], options(theirs.dir));
  const ours = repository({ 'all.yaml': config(namespace, 'ours') });
  expect((await unmanaged(options(ours.dir))).names).toEqual(['ConfigMap/nobodys']);
});

it('takes nothing that would leave out what git declares', async () => {
  const repo = repository({ 'all.yaml': config('shop', 'web') });
  const run = (...flags: readonly string[]) =>
    gitops(['diff', '--unmanaged', ...flags], { cwd: repo.dir, kubeconfig: cluster().kubeconfig });
  for (const flags of [['./all.yaml'], ['configmap/web'], ['-f', 'all.yaml'], ['-k', '.'], ['-l', 'a=b']]) {
    const { code, stderr } = await run(...flags);
    expect(code).toBe(2);
    expect(stderr).toContain('hint: leave them out; -n NAMESPACE limits it');
  }
});
