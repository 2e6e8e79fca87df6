import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildTool } from '../../support/programs/build.ts';
import { gitops } from '../../support/gitops.ts';
import { folder, repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: red\ndata:\n  color: green\n';
const good = {
  'good/kustomization.yaml': 'resources: [red.yaml]\n',
  'good/red.yaml': configMap,
};
const red = { name: 'red', changes: [{ path: '.data.color', git: 'green', live: 'red' }] };
const chart = { 'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n' };

/** A PATH of git and these programs, and nothing else. */
function pathOf(...programs: readonly string[]): string {
  const bin = folder();
  const git = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
  for (const program of [git, ...programs]) symlinkSync(program, join(bin, basename(program)));
  return bin;
}

/** The root `good` has one object, changed live; the other roots are the test's. */
async function world(files: Readonly<Record<string, string>>) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('renderers');
  const repo = repository({ ...good, ...files });
  await cluster.run(['apply', '-n', namespace, '-f', join(repo.dir, 'good/red.yaml')]);
  await cluster.run(['patch', 'configmap/red', '-n', namespace, '-p', '{"data":{"color":"red"}}']);
  const all = [cluster.kubectl, await buildTool('kustomize'), await buildTool('helm4')];
  const diff = async (args: readonly string[], programs: readonly string[] = all) => {
    const env = { PATH: pathOf(...programs), KUBECTL_PATH: '' };
    const options = { cwd: repo.dir, kubeconfig: cluster.kubeconfig, env };
    const outcome = await gitops(['diff', '-n', namespace, '-o', 'json', ...args], options);
    return { ...outcome.json(), code: outcome.code, stderr: outcome.stderr };
  };
  return { cluster, diff };
}

/** What is wrong, the files that have it, and the lines that say it. */
const mistakes: readonly (readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  said: readonly string[],
])[] = [
  [
    'a resource that is not there',
    { 'web/kustomization.yaml': 'resources:\n  - web.yaml\n' },
    ['kustomize cannot render web: web.yaml does not exist', 'web/kustomization.yaml:2', '2 |   - web.yaml'],
  ],
  [
    'a kustomization that is no YAML',
    { 'web/kustomization.yaml': 'resources:\n  - web.yaml\n   bad: x\n', 'web/web.yaml': configMap },
    ['kustomize cannot render web: ', 'web/kustomization.yaml:3:', '^'],
  ],
  [
    'a patch without a target',
    {
      'web/kustomization.yaml': 'resources: [web.yaml]\npatches: [{path: patch.yaml}]\n',
      'web/web.yaml': configMap.replace('red', 'other'),
      'web/patch.yaml': configMap,
    },
    ['kustomize cannot render web: ', 'hint: correct the kind and name in the patch'],
  ],
  [
    'a chart dependency that cannot be fetched',
    {
      'web/Chart.yaml': `${chart['web/Chart.yaml']}dependencies: [{name: db, version: 1.0.0, repository: "file://../db"}]\n`,
      'web/templates/cm.yaml': configMap,
    },
    ['chart web cannot fetch its dependency db from file://../db', 'hint: run: helm dependency build web'],
  ],
  [
    'a template error',
    { ...chart, 'web/templates/cm.yaml': `${configMap}  size: {{ .Values.a.b.c }}\n` },
    [
      'helm cannot render web: .Values.a.b.c: nil pointer',
      'web/templates/cm.yaml:7:19',
      '7 |   size: {{ .Values',
      '^',
    ],
  ],
];

describe('a root that cannot be rendered', () => {
  for (const [name, files, said] of mistakes) {
    it(`is named with the place, and hides no other root: ${name}`, async () => {
      const { diff } = await world(files);
      const report = await diff(['./good', './web']);
      for (const words of [...said, '(RENDER_FAILED)']) expect(report.stderr).toContain(words);
      expect(report.stderr).toMatch(/^hint: \S/m);
      expect(report).toMatchObject({
        code: 6,
        summary: { objects: 1, drifted: 1 },
        objects: [red],
        warnings: [
          { code: 'RENDER_FAILED', message: expect.stringContaining('web'), hint: expect.any(String) },
        ],
      });
      expect(await diff(['./web'])).toMatchObject({ code: 3, summary: { objects: 0 }, objects: [] });
    });
  }

  it('says which program is not installed', async () => {
    const { cluster, diff } = await world({ ...chart, 'web/templates/cm.yaml': configMap });
    const report = await diff(['./good', './web'], [cluster.kubectl]);
    expect(report).toMatchObject({ code: 6, objects: [red], warnings: [{ code: 'RENDERER_MISSING' }] });
    expect(report.stderr).toContain('web needs helm, which is not in PATH (RENDERER_MISSING)');
    expect(report.stderr).toContain('hint: install Helm: https://');
    const none = await diff(['./good'], []);
    expect(none).toMatchObject({ code: 3, objects: [] });
    expect(none.stderr).toContain('good needs kustomize or kubectl, which is not in PATH (RENDERER_MISSING)');
  });

  it('says that it knows nothing of the repository without git, and compares all the same', async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('renderers');
    const repo = repository({ 'red.yaml': configMap });
    await cluster.run(['apply', '-n', namespace, '-f', repo.dir]);
    const options = { cwd: repo.dir, kubeconfig: cluster.kubeconfig, env: { PATH: folder() } };
    const outcome = await gitops(['diff', '-n', namespace, '-o', 'json'], options);
    expect(outcome.stderr).toBe(
      'warning: git is not installed: nothing is known of the repository (NO_GIT)\nhint: install git\n',
    );
    expect(outcome.json()).toMatchObject({
      repository: null,
      summary: { inSync: 1 },
      warnings: [{ code: 'NO_GIT' }],
    });
    expect(outcome.code).toBe(0);
  });
});
