import { randomBytes } from 'node:crypto';
import { delimiter, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildTool } from '../../support/programs/build.ts';
import { untilEstablished } from '../../support/servers/established.ts';
import { configMap, pushing } from '../../support/pushing.ts';

const config =
  'apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n  - {name: kubectl-gitops-test, apps: [{root: base}, {root: apps}]}\n';
const namespaceOf = (name: string, labels = '{}') =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}}\n`;
const pod = (namespace: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: tool, namespace: ${namespace}}\nspec: {hostNetwork: true, containers: [{name: tool, image: busybox}]}\n`;

describe('what stands on what git itself brings', () => {
  it('knows a namespace that an earlier push brought into another root', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({
      '.gitops.yaml': config,
      'base/a.yaml': configMap(ns, 'a'),
      'apps/b.yaml': configMap(ns, 'b'),
    }));
    const later = `${namespace}-later`;
    repo.commit({ 'base/namespace.yaml': namespaceOf(later) });
    repo.git('push', '--quiet');
    repo.commit({ 'apps/c.yaml': configMap(later, 'c') });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['warning STAND_IN_NAMESPACE']);
    expect(problems[0]?.message).toContain(`${later} comes with git and is not there yet`);
    expect(code).toBe(0);
  });

  it.each<readonly [string, (later: string) => Readonly<Record<string, string>>]>([
    [
      'a kustomization gives its own name to',
      (later) => ({
        'base/kustomization.yaml': `resources: [namespace.yaml]\nnamespace: ${later}\n`,
        'base/namespace.yaml': namespaceOf('any'),
      }),
    ],
    [
      'a chart puts together',
      (later) => ({
        'base/Chart.yaml': 'apiVersion: v2\nname: base\nversion: 0.1.0\n',
        'base/values.yaml': `first: ${later.slice(0, 4)}\nlast: ${later.slice(4)}\n`,
        'base/templates/namespace.yaml': namespaceOf('{{ .Values.first }}{{ .Values.last }}'),
      }),
    ],
  ])('knows a namespace that %s', async (_, files) => {
    const { repo, namespace, validate } = await pushing((ns) => ({ 'apps/b.yaml': configMap(ns, 'b') }));
    const later = `${namespace}-later`;
    repo.commit({ '.gitops.yaml': config, ...files(later) });
    repo.git('push', '--quiet');
    repo.commit({ 'apps/c.yaml': configMap(later, 'c') });
    const env = { PATH: [dirname(await buildTool('helm4')), process.env.PATH].join(delimiter) };
    const { short, code } = await validate([], { env });
    expect(short).toEqual(['warning STAND_IN_NAMESPACE']);
    expect(code).toBe(0);
  });

  it('asks in a namespace with the same PodSecurity level, if there is one', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
    const level = `{pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.2${namespace.charCodeAt(5) % 10}}`;
    const later = `${namespace}-strict`;
    repo.commit({ 'namespace.yaml': namespaceOf(later, level), 'pod.yaml': pod(later) });
    const before = await validate();
    expect(before.short).toEqual(['warning STAND_IN_NAMESPACE']);
    expect(before.problems[0]?.message).toContain('its PodSecurity level, baseline, was not exercised');
    await cluster.run(['apply', '-f', '-'], { input: namespaceOf(`${namespace}-like`, level) });
    const after = await validate();
    expect(after.short).toEqual(['warning STAND_IN_NAMESPACE pod.yaml:1', 'warning STAND_IN_NAMESPACE']);
    expect(after.problems[0]?.message).toMatch(/violates PodSecurity "baseline/);
    expect(after.problems[1]?.message).toContain(`in namespace ${namespace}-like`);
    expect(after.code).toBe(0);
  });

  describe('a kind', () => {
    const crd = (group: string, type: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.${group}}
spec:
  group: ${group}
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                size: {type: ${type}}
                most: {type: integer}
              x-kubernetes-validations:
                - {rule: '!has(self.most) || self.most < 10', message: at most nine}
`;
    const widget = (group: string, ns: string, spec: string) =>
      `apiVersion: ${group}/v1\nkind: Widget\nmetadata: {name: one, namespace: ${ns}}\nspec:\n${spec}\n`;

    it('whose definition an earlier push brought into another root is checked against it', async () => {
      const group = `${randomBytes(4).toString('hex')}.example.com`;
      const { repo, namespace, validate } = await pushing((ns) => ({
        '.gitops.yaml': config,
        'base/a.yaml': configMap(ns, 'a'),
        'apps/b.yaml': configMap(ns, 'b'),
      }));
      repo.commit({ 'base/crd.yaml': crd(group, 'integer') });
      repo.git('push', '--quiet');
      repo.commit({ 'apps/widget.yaml': widget(group, namespace, '  size: 3') });
      expect(await validate()).toMatchObject({ code: 0, short: ['warning LOCAL_SCHEMA_ONLY'] });
      repo.commit({ 'apps/widget.yaml': widget(group, namespace, '  size: big') });
      const { code, short } = await validate();
      expect(short).toEqual(['error SERVER_REJECTED apps/widget.yaml:5', 'warning LOCAL_SCHEMA_ONLY']);
      expect(code).toBe(3);
    });

    it('whose definition the same root has, untouched, is checked against it', async () => {
      const group = `${randomBytes(4).toString('hex')}.example.com`;
      const { repo, namespace, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
      repo.commit({ 'crd.yaml': crd(group, 'integer') });
      repo.git('push', '--quiet');
      repo.commit({ 'widget.yaml': widget(group, namespace, '  size: 3') });
      expect(await validate()).toMatchObject({ code: 0, short: ['warning LOCAL_SCHEMA_ONLY'] });
    });

    it('whose definition comes with the push is checked against it', async () => {
      const group = `${randomBytes(4).toString('hex')}.example.com`;
      const { repo, namespace, validate } = await pushing((ns) => ({ 'a.yaml': configMap(ns, 'a') }));
      repo.commit({
        'crd.yaml': crd(group, 'integer'),
        'widget.yaml': widget(group, namespace, '  size: 3\n  most: 9'),
      });
      const good = await validate();
      expect(good.short).toEqual(['warning LOCAL_SCHEMA_ONLY']);
      expect(good.problems[0]?.message).toContain('which is not in the cluster yet');
      expect(good.code).toBe(0);
      repo.commit({ 'widget.yaml': widget(group, namespace, '  size: three\n  sise: 4\n  most: 10') });
      const bad = await validate();
      expect(bad.code).toBe(3);
      expect(new Set(bad.short)).toEqual(
        new Set([
          'error SERVER_REJECTED widget.yaml:5',
          'error UNKNOWN_FIELD widget.yaml:6',
          'warning LOCAL_SCHEMA_ONLY',
        ]),
      );
    });

    it('whose definition changes with the push is checked against the new one', async () => {
      const group = `${randomBytes(4).toString('hex')}.example.com`;
      const { repo, namespace, cluster, validate } = await pushing((ns) => ({
        'crd.yaml': crd(group, 'integer'),
        'a.yaml': configMap(ns, 'a'),
      }));
      await untilEstablished(cluster, `crd/widgets.${group}`);
      repo.commit({
        'crd.yaml': crd(group, 'string'),
        'widget.yaml': widget(group, namespace, '  size: large'),
      });
      const { code, short, problems } = await validate();
      expect(short).toEqual(['warning LOCAL_SCHEMA_ONLY']);
      expect(problems[0]?.message).toContain('which is another one in the cluster');
      expect(code).toBe(0);
    });

    it('whose definition is as in the cluster is asked of the server', async () => {
      const group = `${randomBytes(4).toString('hex')}.example.com`;
      const { repo, namespace, cluster, validate } = await pushing((ns) => ({
        'crd.yaml': crd(group, 'integer'),
        'a.yaml': configMap(ns, 'a'),
      }));
      await untilEstablished(cluster, `crd/widgets.${group}`);
      repo.commit({ 'widget.yaml': widget(group, namespace, '  most: 10') });
      const { code, short, problems } = await validate();
      expect(short).toEqual(['error SERVER_REJECTED widget.yaml:4']);
      expect(problems[0]?.message).toMatch(/at most nine/);
      expect(code).toBe(3);
    });
  });
});
