import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { configMap, pushing, webDeployment } from '../../support/pushing.ts';
import { folder } from '../../support/repository.ts';
import { eventually } from '../../support/servers/supervisor.ts';

const job = (namespace: string, image: string, annotations = '{}') => `apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: ${namespace}, annotations: ${annotations}}
spec:
  suspend: true
  template:
    spec:
      restartPolicy: Never
      containers: [{name: migrate, image: ${image}}]
`;

describe('what the server says of a push', () => {
  it('stops the change of a field that cannot be changed, at its line', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({ 'job.yaml': job(ns, 'a:1') }));
    repo.commit({ 'job.yaml': job(namespace, 'a:2') });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['error IMMUTABLE_FIELD job.yaml:7']);
    expect(code).toBe(3);
    expect(problems[0]?.hint).toContain('nothing recreates it');
  });

  it('stops a quantity that it cannot read, at its line', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }));
    const bad = webDeployment(namespace).replace(
      'image: nginx',
      'image: nginx, resources: {limits: {memory: 128Mb}}',
    );
    repo.commit({ 'web.yaml': bad });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['error SERVER_REJECTED web.yaml:12']);
    expect(code).toBe(3);
    expect(problems[0]?.path).toBe('.spec.template.spec.containers[name="web"].resources.limits.memory');
    expect(problems[0]?.hint).toBe('write a quantity, such as 2, 250m or 128Mi');
  });

  it.each([
    ['a quantity that is none', 'cpu: 1', 'cpu: 1x', 'SERVER_REJECTED web.yaml:14'],
    [
      'a selector, whatever else does not fit it then',
      'matchLabels: {app: web',
      'matchLabels: {app: www',
      'IMMUTABLE_FIELD web.yaml:7',
    ],
  ])('stops the change of %s, at its line', async (_, good, bad, wanted) => {
    const limits = 'image: nginx,\n        resources: {limits: {\n          cpu: 1}}';
    const web = (ns: string) => webDeployment(ns).replace('image: nginx', limits);
    const { repo, namespace, validate } = await pushing((ns) => ({ 'web.yaml': web(ns) }));
    repo.commit({ 'web.yaml': web(namespace).replace(good, bad) });
    expect((await validate()).short).toEqual([`error ${wanted}`]);
  });

  it('finds the line of a key that the server does not like', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    repo.commit({ 'a.yaml': configMap(namespace, 'a').replace('{key', "{ok: one,\n  'a key'") });
    expect((await validate()).short).toEqual(['error SERVER_REJECTED a.yaml:5']);
  });

  it('only warns of it where its deployer makes the object anew', async () => {
    const replace = '{argocd.argoproj.io/sync-options: Replace=true}';
    const { repo, namespace, cluster, validate } = await pushing(
      (ns) => ({ 'job.yaml': job(ns, 'a:1', replace) }),
      {
        applied: false,
      },
    );
    const id = `jobs:batch/Job:${namespace}/migrate`;
    await cluster.run([
      'apply',
      '--server-side',
      '--field-manager=argocd-controller',
      '-f',
      `${repo.dir}/job.yaml`,
    ]);
    await cluster.run([
      ...['annotate', 'job/migrate', '-n', namespace, '--field-manager=argocd-controller'],
      `argocd.argoproj.io/tracking-id=${id}`,
    ]);
    repo.commit({ 'job.yaml': job(namespace, 'a:2', replace) });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['warning IMMUTABLE_FIELD job.yaml:7']);
    expect(code).toBe(0);
    expect(problems[0]?.hint).toContain('makes it anew');
  });

  it.each([
    ['of a live object', 'web.yaml'],
    ['of a new one', 'a.yaml'],
  ])('stops a quantity %s that the server cannot read, at its line', async (_, live) => {
    const { repo, namespace, validate } = await pushing((ns) => ({
      [live]: live === 'web.yaml' ? webDeployment(ns) : configMap(ns, 'a'),
    }));
    const text = webDeployment(namespace).replace(
      'image: nginx}',
      'image: nginx, resources: {limits: {memory: 256Mx}}}',
    );
    repo.commit({ 'web.yaml': text });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['error SERVER_REJECTED web.yaml:12']);
    expect(problems[0]?.path).toBe('.spec.template.spec.containers[name="web"].resources.limits.memory');
    expect(problems[0]?.hint).toContain('128Mi');
    expect(code).toBe(3);
  });

  it('stops a value that does not convert to its type', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    repo.commit({
      'b.yaml': `apiVersion: v1\nkind: Service\nmetadata: {name: b, namespace: ${namespace}}\nspec: {ports: [{port: 80, targetPort: 1.5}]}\n`,
    });
    const { code, short } = await validate();
    expect(short).toEqual(['error SERVER_REJECTED b.yaml:1']);
    expect(code).toBe(3);
  });

  it('stops an object that is too large for the server', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    repo.commit({ 'b.yaml': configMap(namespace, 'b', 'x'.repeat(4_000_000)) });
    const { code, short } = await validate();
    expect(short).toEqual(['error SERVER_REJECTED b.yaml:1']);
    expect(code).toBe(3);
  });

  it('asks no server about what SOPS encrypted: its deployer applies another object', async () => {
    const { repo, namespace, run, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    const sealed = 'ENC[AES256_GCM,data:abc=,iv:def=,tag:ghi==,type:str]';
    repo.commit({
      'secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: login, namespace: ${namespace}}\ndata: {password: "${sealed}"}\nsops: {mac: "${sealed}", version: 3.9.0}\n`,
    });
    expect(await validate()).toMatchObject({ code: 0, problems: [] });
    expect((await run(['validate', '--render-only'])).code).toBe(0);
  });

  it('does not stop what only a plugin of kustomize can render', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': configMap(ns, 'a'),
    }));
    repo.commit({
      'kustomization.yaml': 'generators: [secrets.yaml]\n',
      'secrets.yaml':
        'apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata: {name: login}\nfiles: [login.enc.yaml]\n',
      'login.enc.yaml': configMap(namespace, 'b'),
    });
    const { code, short, problems, report } = await validate();
    expect(short).toEqual(['warning UNREACHABLE']);
    expect(problems[0]?.message).toBe('. needs the kustomize plugin ksops: plugins are not run');
    expect(report).toMatchObject({ roots: [{ status: 'unrendered' }] });
    expect(code).toBe(6);
  });

  it('takes nothing for deleted that stands in a file which it cannot read', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({
      'a.yaml': configMap(ns, 'a'),
      'b.yaml': configMap(ns, 'b'),
    }));
    repo.commit({ 'a.yaml': `${configMap(namespace, 'a')}  a: b: c\n` });
    const { code, short } = await validate();
    expect(short).toEqual(['error RENDER_FAILED a.yaml:5']);
    expect(code).toBe(3);
  });

  it('passes the server’s own deprecations on', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    repo.commit({
      'endpoints.yaml': `apiVersion: v1\nkind: Endpoints\nmetadata: {name: old, namespace: ${namespace}}\nsubsets: [{addresses: [{ip: 192.0.2.1}], ports: [{port: 80}]}]\n`,
    });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['warning DEPRECATED_API endpoints.yaml:1']);
    expect(String(problems[0]?.message)).toMatch(/deprecated/);
    expect(code).toBe(0);
  });

  it('passes on what PodSecurity only warns of, and calls it no deprecation', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }));
    const label = 'pod-security.kubernetes.io/warn=restricted';
    await cluster.run(['label', 'namespace', namespace, label]);
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 4') });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['warning SERVER_WARNING web.yaml:1']);
    expect(problems[0]?.message).toContain('would violate PodSecurity "restricted:latest"');
    expect(problems[0]?.hint).toContain(`kubectl get namespace ${namespace} --show-labels`);
    expect(code).toBe(0);
  });

  it('warns of other live changes of an object that it touches', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }));
    await cluster.run(['scale', 'deployment/web', '-n', namespace, '--replicas=10']);
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 3', 'nginx:1.27') });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['warning LIVE_DRIFT web.yaml:8']);
    expect(problems[0]?.message).toBe(
      '`kubectl scale` set it to 10: not in git, and not touched by this push',
    );
    expect(code).toBe(0);
  });

  it('says in one sentence who would lose what', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }));
    await cluster.run(['patch', 'deployment/web', '-n', namespace, '-p', '{"spec":{"replicas":10}}']);
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 4') });
    const { code, problems } = await validate();
    expect(code).toBe(1);
    expect(problems[0]?.message).toMatch(
      /^your push sets replicas 3→4, but `kubectl patch` set it to 10 on \d+ [A-Z][a-z]{2}$/,
    );
    expect(problems[0]?.hint).toBe('take 10 into git, or give it up: GITOPS_HOOK=warn git push');
  });

  it('counts a live change that an earlier push took into git, as long as nobody deployed that', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }));
    await cluster.run(['scale', 'deployment/web', '-n', namespace, '--replicas=10']);
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 10') });
    repo.git('push', '--quiet');
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 4') });
    expect((await validate()).short).toEqual(['error OVERWRITES_LIVE web.yaml:8']);
  });

  it('does not tell of what its own deployer made, where a remote has nothing of git yet', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }));
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 5') });
    repo.git('config', '--unset-all', 'branch.main.merge');
    expect(await validate()).toMatchObject({ code: 0, short: [] });
    await cluster.run(['scale', 'deployment/web', '-n', namespace, '--replicas=10']);
    const { short, problems } = await validate();
    expect(short).toEqual(['warning LIVE_DRIFT web.yaml:8']);
    expect(problems[0]?.message).toMatch(/^it lives already.*`kubectl scale` set it to 10/);
  });

  it('tells of a push that brings into git what somebody made in the cluster otherwise', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    await cluster.run(['create', 'configmap', 'handmade', '-n', namespace, '--from-literal=key=live']);
    repo.commit({ 'handmade.yaml': configMap(namespace, 'handmade', 'git') });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['warning LIVE_DRIFT handmade.yaml:4']);
    expect(problems[0]?.message).toMatch(/^it lives already.*`kubectl create` set it to live/);
    expect(code).toBe(0);
    repo.commit({ 'handmade.yaml': configMap(namespace, 'handmade', 'live') });
    expect((await validate()).short).toEqual([]);
  });

  it('blames nobody for what the deployer set, though a shallow clone does not tell from which commit', async () => {
    const { repo, namespace, remote, run } = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }), {
      applied: false,
    });
    await run(['apply', '--yes']);
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 4') });
    repo.git('push', '--quiet');
    const clone = folder();
    repo.git('clone', '--quiet', '--depth', '1', `file://${remote}`, clone);
    writeFileSync(join(clone, 'web.yaml'), webDeployment(namespace, '  replicas: 5'));
    repo.git('-C', clone, 'commit', '--quiet', '--all', '--message', 'five');
    const { code, stdout } = await run(['validate', '-o', 'json'], { cwd: clone });
    expect(stdout).not.toContain('OVERWRITES_LIVE');
    expect(code).toBe(0);
  });

  it('stops a push that takes a field out which somebody set live', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }));
    await cluster.run(['scale', 'deployment/web', '-n', namespace, '--replicas=10']);
    repo.commit({ 'web.yaml': webDeployment(namespace, '  revisionHistoryLimit: 2') });
    const { short, problems } = await validate();
    expect(short).toEqual(['error OVERWRITES_LIVE web.yaml:1']);
    expect(problems[0]?.message).toBe('your push takes replicas out, but `kubectl scale` set it to 10');
  });

  it('never says what a Secret holds, not even where the server repeats it', async () => {
    const secret = (ns: string, value: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: login, namespace: ${ns}}\ndata: {password: ${value}}\n`;
    const { repo, namespace, cluster, run } = await pushing((ns) => ({ 'secret.yaml': secret(ns, 'b25l') }));
    await cluster.run([
      'patch',
      'secret/login',
      '-n',
      namespace,
      '-p',
      '{"data":{"password":"bGl2ZXZhbHVl"}}',
    ]);
    repo.commit({ 'secret.yaml': secret(namespace, 'dHdvb2Z0aGVt') });
    const { stdout } = await run(['validate']);
    expect(stdout).toContain('OVERWRITES_LIVE');
    for (const value of ['b25l', 'bGl2ZXZhbHVl', 'dHdvb2Z0aGVt', 'livevalue', 'twoofthem'])
      expect(stdout).not.toContain(value);
  });

  it('says that a webhook is down, once, and does not blame the manifests', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    const webhook = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: namespace },
      webhooks: [
        {
          name: 'down.example.com',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Fail',
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
          clientConfig: { url: 'https://127.0.0.1:1/' },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['*'] }],
        },
      ],
    };
    await cluster.run(['apply', '-f', '-'], { input: JSON.stringify(webhook) });
    onTestFinished(async () => {
      await cluster.run(['delete', 'validatingwebhookconfiguration', namespace]);
    });
    repo.commit({ 'b.yaml': configMap(namespace, 'b'), 'c.yaml': configMap(namespace, 'c') });
    await eventually('the webhook', 30_000, async () => {
      const { stderr } = await cluster.attempt(['apply', '--dry-run=server', '-f', `${repo.dir}/b.yaml`]);
      return stderr.includes('down.example.com');
    });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['warning WEBHOOK_UNAVAILABLE']);
    expect(problems[0]?.message).toContain('was not asked about 2 objects, ConfigMap');
    expect(code).toBe(0);
  });

  it('a policy that comes with the push is said to be not exercised', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    repo.commit({
      'quota.yaml': `apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: few, namespace: ${namespace}}\nspec: {hard: {pods: '1'}}\n`,
    });
    const { code, short } = await validate();
    expect(short).toEqual(['warning NEW_ADMISSION quota.yaml:1']);
    expect(code).toBe(0);
  });

  it('warns of what stands twice in a root since the push, and not of what did before', async () => {
    const { repo, namespace, run, validate, hook } = await pushing((ns) => ({
      'apps/a.yaml': configMap(ns, 'known'),
      'apps/b.yaml': `${configMap(ns, 'known')}---\n${configMap(ns, 'new')}`,
    }));
    repo.commit({ 'apps/c.yaml': `# settings\n${configMap(namespace, 'new', 'two')}` });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['warning DUPLICATE_OBJECT apps/c.yaml:2']);
    expect(problems[0]).toMatchObject({
      root: '.',
      object: { kind: 'ConfigMap', namespace, name: 'new' },
      message: `ConfigMap ${namespace}/new is declared twice: apps/b.yaml:6 and apps/c.yaml:2; the last counts`,
      hint: 'keep one of the two',
    });
    expect(code).toBe(0);
    const { stderr } = await hook();
    expect(stderr).toContain(`warning  apps/c.yaml:2  ConfigMap ${namespace}/new  (DUPLICATE_OBJECT)`);
    expect((await validate(['--render-only'])).short).toEqual(short);
    expect((await validate(['configmap/known'])).short).toEqual([]);
    expect((await validate(['configmap/new'])).short).toEqual(short);
    repo.commit({ 'apps/d.yaml': configMap(namespace, 'known') });
    const more = await validate(['--base', 'HEAD~1']);
    expect(more.problems.map(({ message }) => message)).toEqual([
      `ConfigMap ${namespace}/known is declared twice: apps/b.yaml:1 and apps/d.yaml:1; the last counts`,
    ]);
    repo.commit({
      '.gitops.yaml': `apiVersion: kubectl-gitops/v1
kind: Config
environments: [{name: prod, context: kubectl-gitops-test, apps: [{root: apps}]}]
prePush: {rules: {DUPLICATE_OBJECT: block}}
`,
    });
    const blocked = await run(['validate']);
    expect(blocked.stdout).toContain('error  apps/');
    expect(blocked.code).toBe(3);
  });

  it('warns of replicas that an autoscaler sets, be it in git or only in the cluster', async () => {
    const hpa = (ns: string) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: ${ns}}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 9
`;
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }));
    repo.commit({ 'hpa.yaml': hpa(namespace), 'web.yaml': webDeployment(namespace, '  replicas: 4') });
    const inGit = await validate();
    expect(inGit.short).toContain('warning AUTOSCALED_REPLICAS web.yaml:8');
    expect(inGit.problems.find(({ code }) => code === 'AUTOSCALED_REPLICAS')?.hint).toBe(
      'take replicas out of the manifest',
    );
    repo.git('rm', '--quiet', 'hpa.yaml');
    repo.commit({});
    await cluster.run(['apply', '-f', '-'], { input: hpa(namespace) });
    expect((await validate()).short).toContain('warning AUTOSCALED_REPLICAS web.yaml:8');
  });
});
