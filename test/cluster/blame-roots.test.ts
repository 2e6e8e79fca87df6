import { describe, expect, it } from 'vitest';
import { blameWorld, deployment, fieldsOf, MEMORY, secret } from '../support/blame.ts';

const patch = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: web
          resources:
            limits:
              memory: 512Mi
`;

describe('blame of a root', () => {
  it('finds the patch of an overlay, and its own line for what the overlay leaves alone', async () => {
    const { namespace, repo, kubectl, blame } = await blameWorld({
      'base/web.yaml': deployment,
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'prod/memory.yaml': patch,
    });
    repo.commit({
      'prod/kustomization.yaml': `namespace: ${namespace}\nresources: [../base]\npatches: [{path: memory.yaml}]\n`,
    });
    await kubectl('apply', '--server-side', '-k', 'prod');
    const fields = fieldsOf(await blame('./prod', '-o', 'json'));
    expect(fields.get(MEMORY)).toMatchObject({
      class: null,
      git: '512Mi',
      source: { file: 'prod/memory.yaml', line: 11, author: 'Ada' },
    });
    const places = ['.kind', '.metadata.namespace', '.spec.replicas'].map((path) => fields.get(path)?.source);
    expect(places).toMatchObject([
      { file: 'base/web.yaml', line: 2 },
      { file: 'prod/kustomization.yaml', line: 1 },
      { file: 'base/web.yaml', line: 6 },
    ]);
  });

  it('finds the line of a values file, and a dash where a template cannot tell', async () => {
    const { kubectl, blame } = await blameWorld({
      'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 0.1.0\n',
      'chart/values.yaml': 'color: green\nshade: dark\n',
      'chart/templates/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  color: {{ .Values.color }}
{{ range $key := list "a" "b" }}
  {{ $key }}: {{ $.Values.shade }}
{{ end }}`,
    });
    await kubectl('create', 'configmap', 'settings', '--from-literal=color=red');
    const outcome = await blame('./chart', '-o', 'json');
    const fields = fieldsOf(outcome);
    expect(fields.get('.data.color')).toMatchObject({
      git: 'green',
      live: 'red',
      owner: { manager: 'kubectl-create' },
      source: { file: 'chart/values.yaml', line: 1, author: 'Ada' },
    });
    expect(fields.get('.data.a')).toMatchObject({ git: 'dark', source: { line: null, commit: null } });
    const text = await blame('./chart');
    expect(text.stdout).toContain('  -  -  -  chart/templates/cm.yaml  .data.a  dark');
  });

  it('gives every object of a path a header', async () => {
    const { kubectl, blame } = await blameWorld({ 'web.yaml': deployment, 'db.yaml': secret });
    await kubectl('apply', '--server-side', '-f', '.');
    const { stdout, code } = await blame('.');
    expect(code).toBe(0);
    expect(stdout.match(/^\S.*$/gm)).toEqual([
      expect.stringMatching(/^v1 Secret \S+\/db {2}in sync/),
      expect.stringMatching(/^apps\/v1 Deployment \S+\/web {2}in sync/),
      expect.stringMatching(/^2 objects, \d+ fields in git: live is the same$/),
    ]);
  });

  it('leaves every resourceVersion where it was', async () => {
    const { kubectl, blame } = await blameWorld({ 'web.yaml': deployment, 'db.yaml': secret });
    await kubectl('apply', '-f', '.');
    await kubectl('annotate', 'deployment/web', 'note=hi');
    await kubectl('set', 'image', 'deployment/web', 'web=nginx:2');
    await kubectl('scale', 'deployment/web', '--replicas=0');
    await new Promise((go) => setTimeout(go, 1500));
    const columns =
      '-o=jsonpath={range .items[*]}{.metadata.resourceVersion} {.metadata.generation}{"\\n"}{end}';
    const versions = () => kubectl('get', 'deployments,secrets', columns);
    const before = await versions();
    expect(before).toMatch(/^\d+ \d*\n\d+ \d*\n/);
    await blame('deployment/web', 'secret/db');
    await blame('.', '-o', 'json');
    expect(await versions()).toBe(before);
  });
});
