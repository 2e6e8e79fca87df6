import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildTool } from '../../support/programs/build.ts';
import { pushing } from '../../support/pushing.ts';

const paths = { helm3: '', helm4: '' };
beforeAll(async () => {
  paths.helm3 = dirname(await buildTool('helm3'));
  paths.helm4 = dirname(await buildTool('helm4'));
});
const withHelm = (path: string) => ({ env: { PATH: `${path}:${process.env.PATH ?? ''}` } });

const chart = (namespace: string, value: string, more: Readonly<Record<string, string>> = {}) => ({
  '.gitops.yaml': `apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n  - {name: prod, context: kubectl-gitops-test, apps: [{root: chart, namespace: ${namespace}, helm: {release: api}}]}\n`,
  'chart/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 1.0.0\n',
  'chart/values.yaml': `value: ${value}\npassword: ""\n`,
  'chart/templates/settings.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: api\n  labels: {app.kubernetes.io/managed-by: {{ .Release.Service }}}\ndata:\n  value: {{ .Values.value | quote }}\n',
  ...more,
});
const live = (namespace: string, value: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'api',
      namespace,
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'api', 'meta.helm.sh/release-namespace': namespace },
    },
    data: { value },
  });
const secret = (value: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData:\n  password: ${value}\n`;

describe('a push of a chart', () => {
  it('says that whoever deploys it renders it with another Helm', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => chart(ns, 'one'), {
      applied: false,
    });
    await cluster.run(['apply', '--server-side', '--field-manager=helm', '-f', '-'], {
      input: live(namespace, 'one'),
    });
    repo.commit(chart(namespace, 'two'));
    const other = await validate([], withHelm(paths.helm3));
    expect(other.short).toEqual(['warning RENDERER_VERSION']);
    expect(other.problems[0]?.message).toContain(
      'rendered here by Helm 3, and by whoever released it with Helm 4',
    );
    expect((await validate([], withHelm(paths.helm4))).short).toEqual([]);
  });

  it('stops a Secret whose value stands in its values', async () => {
    const { repo, namespace, validate } = await pushing((ns) => chart(ns, 'one'), { applied: false });
    repo.commit(
      chart(namespace, 'one', {
        'chart/values.yaml': 'value: one\npassword: hunter2\n',
        'chart/templates/login.yaml': secret('{{ .Values.password }}'),
      }),
    );
    const { short, report } = await validate([], withHelm(paths.helm3));
    expect(short).toContain('error PLAINTEXT_SECRET chart/values.yaml:2');
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });

  it('has nothing against a Secret that is made up when it is rendered', async () => {
    const { repo, namespace, validate } = await pushing((ns) => chart(ns, 'one'), { applied: false });
    repo.commit(chart(namespace, 'one', { 'chart/templates/login.yaml': secret('{{ randAlphaNum 20 }}') }));
    expect((await validate([], withHelm(paths.helm3))).short).toEqual([]);
  });
});
