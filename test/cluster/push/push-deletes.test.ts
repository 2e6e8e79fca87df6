import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { untilEstablished } from '../../support/servers/established.ts';
import { configMap, pushing } from '../../support/pushing.ts';

describe('what leaves git', () => {
  it('is told with what its deployer will do', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({
      'a.yaml': configMap(ns, 'a'),
      'b.yaml': configMap(ns, 'b'),
    }));
    repo.git('rm', '--quiet', 'b.yaml');
    repo.commit({});
    const { code, short, problems, report } = await validate();
    expect(short).toEqual(['warning DELETES_OBJECT b.yaml:1']);
    expect(problems[0]).toMatchObject({ object: { kind: 'ConfigMap', namespace, name: 'b' } });
    expect(problems[0]?.message).toContain('kubectl gitops apply --prune deletes it');
    expect(report).toMatchObject({ roots: [{ deleted: 1, created: 0 }] });
    expect(code).toBe(0);
  });

  it('is told at the line that declared it, which nobody annotates who sees only what is there now', async () => {
    const { repo, namespace, run, validate, hook } = await pushing((ns) => ({
      '.gitops.yaml': `apiVersion: kubectl-gitops/v1
kind: Config
environments:
  - name: kubectl-gitops-test
    apps: [{root: one}, {root: two/prod, namespace: ${ns}}, {root: three}]
`,
      'one/all.yaml': `${configMap(ns, 'a')}---\n${configMap(ns, 'b')}`,
      'two/base/kustomization.yaml': 'resources: [d.yaml, e.yaml]\n',
      'two/base/d.yaml': configMap(ns, 'd'),
      'two/base/e.yaml': `# settings\n${configMap(ns, 'e')}`,
      'two/prod/kustomization.yaml': 'resources: [../base]\n',
      'three/f.yaml': configMap(ns, 'f'),
    }));
    repo.git('rm', '--quiet', 'two/base/e.yaml');
    repo.commit({
      '.gitops.yaml': repo.git('show', 'HEAD:.gitops.yaml').replace(', {root: three}', ''),
      'one/all.yaml': configMap(namespace, 'a'),
      'two/base/kustomization.yaml': 'resources: [d.yaml]\n',
    });
    const places = ['one/all.yaml:6', 'three/f.yaml:1', 'two/base/e.yaml:2'];
    const offline = await validate(['--render-only']);
    expect(offline.short.toSorted()).toEqual(places.map((place) => `warning DELETES_OBJECT ${place}`));
    const { short } = await validate();
    expect(short.toSorted()).toEqual(offline.short.toSorted());
    const { stderr } = await hook();
    expect(stderr).toContain(`also  two/base/e.yaml:2  ConfigMap ${namespace}/e\n`);
    const { stdout } = await run(['validate'], { env: { GITHUB_ACTIONS: 'true' } });
    expect(stdout).toContain(`::warning title=DELETES_OBJECT%3A ConfigMap ${namespace}/e::`);
    expect(stdout).toContain(
      `::warning file=one/all.yaml,title=DELETES_OBJECT%3A ConfigMap ${namespace}/b::`,
    );
    expect(stdout).toContain('::warning file=three/f.yaml,line=1,title=DELETES_OBJECT');
    expect(stdout).toContain('%0Ait was at two/base/e.yaml:2');
  });

  it('is not what only moves to another root', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({
      '.gitops.yaml': `apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n  - {name: kubectl-gitops-test, apps: [{root: one}, {root: two}]}\n`,
      'one/a.yaml': configMap(ns, 'a'),
      'one/b.yaml': configMap(ns, 'b'),
      'two/c.yaml': configMap(ns, 'c'),
    }));
    repo.git('mv', 'one/b.yaml', 'two/b.yaml');
    repo.commit({ 'two/c.yaml': configMap(namespace, 'c', 'two') });
    expect((await validate()).short).toEqual([]);
  });

  it('is loud where much hangs on it: a namespace with what lives in it', async () => {
    const { repo, cluster, validate } = await pushing((ns) => ({
      'namespace.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${ns}-gone}\n`,
      'a.yaml': configMap(ns, 'a'),
    }));
    const [gone = ''] = /name: (\S+-gone)/.exec(repo.git('show', 'HEAD:namespace.yaml'))?.slice(1) ?? [];
    await cluster.run(['create', 'configmap', 'one', '-n', gone]);
    await cluster.run(['create', 'configmap', 'two', '-n', gone]);
    await cluster.run(['apply', '-f', '-'], {
      input: `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: ${gone}}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n`,
    });
    repo.git('rm', '--quiet', 'namespace.yaml');
    repo.commit({});
    const { problems } = await validate();
    expect(problems[0]?.message).toMatch(
      /everything in the namespace goes with it: 3 objects, 1 PersistentVolumeClaim among them$/,
    );
  });

  it('is loud of a kind: every object of it', async () => {
    const group = `${randomBytes(4).toString('hex')}.example.com`;
    const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.${group}}
spec:
  group: ${group}
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`;
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({
      'crd.yaml': crd,
      'a.yaml': configMap(ns, 'a'),
    }));
    await untilEstablished(cluster, `crd/widgets.${group}`);
    for (const name of ['one', 'two', 'three'])
      await cluster.run(['apply', '-f', '-'], {
        input: `apiVersion: ${group}/v1\nkind: Widget\nmetadata: {name: ${name}, namespace: ${namespace}}\n`,
      });
    repo.git('rm', '--quiet', 'crd.yaml');
    repo.commit({});
    const { problems } = await validate();
    expect(problems[0]?.message).toMatch(/every Widget of the cluster goes with it: 3 objects$/);
  });

  it('and says of a volume claim that its data goes', async () => {
    const claim = (ns: string) =>
      `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: ${ns}}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n`;
    const { repo, validate } = await pushing((ns) => ({
      'claim.yaml': claim(ns),
      'a.yaml': configMap(ns, 'a'),
    }));
    repo.git('rm', '--quiet', 'claim.yaml');
    repo.commit({});
    const { problems } = await validate();
    expect(problems[0]?.message).toMatch(/its data goes with it/);
  });
});
