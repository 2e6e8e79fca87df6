import { describe, expect, it } from 'vitest';
import { discover } from '../../../src/cluster/discovery.ts';
import { builtinKinds } from '../../../src/discover/builtin-kinds.ts';
import { groupOf } from '../../../src/object.ts';
import { isBuiltinGroup } from '../../../src/push/builtin-groups.ts';
import { client } from '../../support/servers/client.ts';
import { movedTo } from '../../support/servers/kubeconfig.ts';
import { configMap, pushing, webDeployment } from '../../support/pushing.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const HEAD = 'apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n';
const service = (namespace: string, port: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: ${namespace}}\nspec: ${port}\n`;

/** A root whose commits change a Deployment and bring a Service that no server takes. */
async function changed() {
  const world = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }));
  world.repo.commit({
    'web.yaml': webDeployment(world.namespace, '  replicas: 4'),
    'bad.yaml': service(world.namespace, '{port: 80}'),
  });
  return world;
}

describe('validate KIND/NAME', () => {
  it('judges only the objects that are named', async () => {
    const { validate } = await changed();
    expect((await validate()).code).toBe(3);
    const named = await validate(['deploy/web']);
    expect(named).toMatchObject({ code: 0, problems: [] });
    expect(named.report.roots).toMatchObject([{ objects: 1, changed: 1, created: 0 }]);
    expect((await validate(['svc/web'])).code).toBe(3);
  });

  it('takes a mistyped name for no success, whatever the commits change', async () => {
    const { repo, run } = await changed();
    const refused = {
      code: 2,
      stdout: '',
      stderr:
        'error: nothing in git declares deploy/wob, did you mean "web"? (NO_SUCH_OBJECT)\nhint: write deploy/web\n',
    };
    expect(await run(['validate', 'deploy/wob'])).toMatchObject(refused);
    expect(await run(['validate', 'deploy/web', 'deploy/wob'])).toMatchObject(refused);
    repo.git('push', '--quiet');
    expect(await run(['validate', 'deploy/wob'])).toMatchObject(refused);
    expect((await run(['validate', 'deploy/web'])).code).toBe(0);
    const { code, stderr } = await run(['validate', './', 'cm/other']);
    expect(code).toBe(2);
    expect(stderr).toContain('nothing in . declares cm/other (NO_SUCH_OBJECT)');
    expect(stderr).toContain('hint: correct the name, or git commit it');
  });

  it('takes a mistyped kind for none either', async () => {
    const { run } = await changed();
    const { code, stderr } = await run(['validate', 'deplyoment/web']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'nobody knows a kind "deplyoment" (of deplyoment/web), did you mean "deployment"? (NO_SUCH_KIND)',
    );
  });

  it('finds what a root declares that the commits do not touch, and what they take out of git', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({
      '.gitops.yaml': `${HEAD}  - {name: test, context: kubectl-gitops-test, apps: [{root: one}, {root: two}]}\n`,
      'one/a.yaml': `${configMap(ns, 'a')}---\n${configMap(ns, 'gone')}`,
      'two/b.yaml': configMap(ns, 'b'),
    }));
    repo.commit({ 'one/a.yaml': configMap(namespace, 'a') });
    const untouched = await validate(['cm/b']);
    expect(untouched).toMatchObject({ code: 0, problems: [] });
    expect(untouched.report.roots).toMatchObject([{ root: 'one', objects: 0, changed: 0, deleted: 0 }]);
    const gone = await validate(['cm/gone']);
    expect(gone.short).toEqual(['warning DELETES_OBJECT one/a.yaml:6']);
    expect(gone.code).toBe(0);
  });

  it('says what it could not read where that may declare the object', async () => {
    const { repo, run, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    repo.commit({ 'broken.yaml': 'kind: [' });
    const broken = await validate(['cm/b']);
    expect(broken.short).toEqual([expect.stringContaining('error RENDER_FAILED')]);
    expect(broken.code).toBe(3);
    repo.git('push', '--quiet');
    const { code, stderr } = await run(['validate', 'cm/other']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/declares cm\/other \(NO_SUCH_OBJECT\)\n.*broken\.yaml/);
  });
});

const thing = (namespace: string, name: string) =>
  `apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: ${name}, namespace: ${namespace}}\n`;
const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Thing, plural: things, shortNames: [th]}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
`;

describe('validate KIND/NAME --render-only', () => {
  it.each(['Deployment', 'deployment', 'deployments', 'deploy', 'deployments.apps', 'Deployment.v1.apps'])(
    'judges only the object that is named: %s',
    async (kind) => {
      const { validate } = await changed();
      const { code, report } = await validate([`${kind}/web`, '--render-only']);
      expect(report.roots).toMatchObject([{ objects: 1, changed: 1, created: 0 }]);
      expect(code).toBe(0);
    },
  );

  it('takes a mistyped name for no success', async () => {
    const { run } = await changed();
    const { code, stderr } = await run(['validate', 'deploy/wob', '--render-only']);
    expect(code).toBe(2);
    expect(stderr).toContain('nothing in git declares deploy/wob, did you mean "web"? (NO_SUCH_OBJECT)');
  });

  it('knows kinds by their definition in git, else as manifests write them, and guesses none', async () => {
    const { repo, namespace, run, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    repo.commit({ 'one.yaml': thing(namespace, 'one'), 'two.yaml': thing(namespace, 'two') });
    const count = async (target: string) => (await validate([target, '--render-only'])).report.roots;
    expect(await count('Thing/one')).toMatchObject([{ objects: 1, created: 1 }]);
    expect(await count('thing.example.com/one')).toMatchObject([{ objects: 1, created: 1 }]);
    const { code, stderr } = await run(['validate', 'th/one', '--render-only']);
    expect(code).toBe(2);
    expect(stderr).toContain('nobody knows a kind "th" (of th/one) (NO_SUCH_KIND)');
    repo.commit({ 'crd.yaml': definition });
    expect(await count('th/one')).toMatchObject([{ objects: 1, created: 1 }]);
    expect(await count('things/two')).toMatchObject([{ objects: 1, created: 1 }]);
    expect((await validate(['th/one'])).report.roots).toMatchObject([{ objects: 1, created: 1 }]);
  });

  it('is content with one environment that declares it', async () => {
    const apps = (...names: readonly string[]) =>
      names.map((name) => `  - {name: ${name}, apps: [{root: ${name}}]}\n`).join('');
    const { run } = await pushing(
      (ns) => ({
        '.gitops.yaml': `${HEAD}${apps('one', 'two')}`,
        'one/a.yaml': configMap(ns, 'a'),
        'two/b.yaml': configMap(ns, 'b'),
      }),
      { applied: false },
    );
    expect((await run(['validate', 'cm/b', '--render-only'])).code).toBe(0);
    const one = await run(['validate', 'cm/b', '--render-only', '--env', 'one']);
    expect(one.code).toBe(2);
    expect(one.stderr).toContain('(NO_SUCH_OBJECT)');
  });
});

describe('validate KIND/NAME where the cluster cannot be reached', () => {
  it('judges only the object that is named, and leaves to the cluster what only that can tell', async () => {
    const { cluster, run, validate } = await changed();
    const kubeconfig = movedTo(cluster, 'https://127.0.0.1:1');
    const named = await validate(['deploy/web'], { kubeconfig });
    expect(named.short).toEqual(['warning UNREACHABLE']);
    expect(named.problems[0]?.message).toContain('1 object');
    expect(named.code).toBe(4);
    expect((await run(['validate', 'deploy/wob'], { kubeconfig })).code).toBe(2);
    expect((await run(['validate', 'widgets/web'], { kubeconfig })).code).toBe(4);
  });
});

it('calls the kinds of Kubernetes without a cluster what a server calls them', async () => {
  const { kubeconfig, version } = sharedCluster();
  const store = { read: () => undefined, write: () => undefined };
  const { resources } = await discover(await client(kubeconfig), store, 'none');
  const wordsOf = ({ kind, plural, singular, shortNames }: (typeof resources)[number]) =>
    [kind, plural, singular || kind.toLowerCase(), ...shortNames].join(' ');
  const served = new Map(
    resources
      .filter(({ apiVersion, verbs }) => isBuiltinGroup(groupOf(apiVersion)) && verbs.includes('create'))
      .filter(({ plural, verbs }) => verbs.includes('get') && !plural.includes('/'))
      .map((one) => [`${groupOf(one.apiVersion)}/${one.kind}`, wordsOf(one)]),
  );
  const known = new Map(
    builtinKinds().map((one) => [
      `${groupOf(one.apiVersion)}/${one.kind}`,
      [one.kind, one.plural, one.singular, ...one.shortNames].join(' '),
    ]),
  );
  const shared = [...known].filter(([key]) => served.has(key));
  expect(Object.fromEntries(shared.map(([key]) => [key, served.get(key)]))).toEqual(
    Object.fromEntries(shared),
  );
  if (version.startsWith('1.36')) expect([...known.keys()].sort()).toEqual([...served.keys()].sort());
  else expect(shared.length).toBeGreaterThan(50);
});
