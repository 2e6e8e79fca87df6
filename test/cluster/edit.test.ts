import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../support/cache.ts';
import { guarded } from '../support/guarded.ts';
import { folder, repository } from '../support/repository.ts';
import { attempt } from '../support/run.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

const manifest = (namespace: string) => `# the shop's front
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: ${namespace}
spec:
  replicas: 0 # nobody needs pods here
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:1
`;

type Round = string;

/** An editor that does the rounds one after the other; each sees the file as $1. What it was shown lies in `shown-N`. */
function scripted(rounds: readonly Round[]) {
  const dir = folder();
  const cases = rounds.map((round, index) => `${index}) ${round} ;;`).join('\n');
  writeFileSync(
    join(dir, 'editor'),
    `#!/bin/sh
n=$(ls ${dir} | grep -c '^shown-')
cp "$1" ${dir}/shown-$n
case $n in
${cases}
esac
`,
  );
  chmodSync(join(dir, 'editor'), 0o755);
  return {
    path: join(dir, 'editor'),
    shown: (round: number) => readFileSync(join(dir, `shown-${round}`), 'utf8'),
    rounds: () => readdirSync(dir).filter((name) => name.startsWith('shown-')).length,
  };
}

async function world(
  files: (namespace: string) => Readonly<Record<string, string>>,
  flags: readonly string[] = ['-f', '.'],
) {
  const cluster = sharedCluster();
  const shell = guarded(cluster);
  const namespace = await cluster.namespace('edit');
  const repo = repository(files(namespace));
  await cluster.run(['apply', '--server-side', '-n', namespace, ...flags], { cwd: repo.dir });
  const edit = (editor: string, ...args: readonly string[]) =>
    attempt(
      join(repositoryRoot, 'plugin/kubectl-gitops'),
      ['edit', 'deployment/web', '-n', namespace, ...args],
      {
        cwd: repo.dir,
        env: { ...shell.env, KUBE_EDITOR: editor },
      },
    );
  const version = () =>
    cluster.run(['get', 'deployment/web', '-n', namespace, '-o', 'jsonpath={.metadata.resourceVersion}']);
  const read = (file: string) => readFileSync(join(repo.dir, file), 'utf8');
  const edits = join(shell.env.XDG_STATE_HOME ?? '', 'kubectl-gitops/edits');
  const kept = () =>
    existsSync(edits) ? readdirSync(edits).map((name) => readFileSync(join(edits, name), 'utf8')) : [];
  return { cluster, namespace, repo, edit, version, read, kept, shell };
}

const plain = (namespace: string) => ({ 'web.yaml': manifest(namespace) });
const sed = (expression: string) => `sed -i '${expression}' "$1"`;

describe('edit --in-git', () => {
  it('valid: saves every other byte as it was, shows what changes and what to do next, leaves the cluster alone', async () => {
    const { edit, version, read, namespace, repo } = await world(plain);
    const before = await version();
    const editor = scripted([sed('s/nginx:1/nginx:2/')]);
    const { code, stdout, stderr } = await edit(editor.path, '--in-git');
    expect({ code, rounds: editor.rounds() }).toEqual({ code: 0, rounds: 1 });
    expect(read('web.yaml')).toBe(manifest(namespace).replace('nginx:1', 'nginx:2'));
    expect(stdout).toContain('-          image: nginx:1\n+          image: nginx:2\n');
    expect(stderr).toContain('saved web.yaml: 1 object changes. Next:\n  git diff -- web.yaml\n');
    expect(repo.git('status', '--short')).toBe(' M web.yaml\n');
    expect(await version()).toBe(before);
  });

  it('says on top what the file declares and what live has already', async () => {
    const { edit, cluster, namespace } = await world(plain);
    await cluster.run(['set', 'image', 'deployment/web', 'web=nginx:9', '-n', namespace]);
    const editor = scripted(['true']);
    await edit(editor.path, '--in-git');
    const [first, second, third] = editor.shown(0).split('\n');
    expect(first).toBe(
      `#~ web.yaml declares Deployment ${namespace}/web (.). These lines are removed on saving.`,
    );
    expect(second).toMatch(/^#~ live differs: .*image {2}git nginx:1, live nginx:9 {2}kubectl-set {2}\d{4}-/);
    expect(third).toBe("# the shop's front");
  });

  it('invalid twice, then valid: opens again with the errors on top, at their line', async () => {
    const { edit, read, namespace } = await world(plain);
    const editor = scripted([
      sed('s/image:/imagee:/'),
      sed('s/imagee:/image: [/'),
      sed('s/image: \\[ nginx:1/image: nginx:2/'),
    ]);
    const { code } = await edit(editor.path, '--in-git', '--file', 'web.yaml');
    expect(editor.rounds()).toBe(3);
    expect(editor.shown(1)).toContain('#~ error: web.yaml:15: ');
    expect(editor.shown(1)).toContain('did you mean image?');
    expect(editor.shown(2)).toContain('#~ error: web.yaml:15:11');
    expect(code).toBe(0);
    expect(read('web.yaml')).toBe(manifest(namespace).replace('nginx:1', 'nginx:2'));
  });

  it('still wrong and saved as it was: ends, and what was typed is kept', async () => {
    const { edit, read, kept, namespace } = await world(plain);
    const { code, stderr } = await edit(scripted([sed('s/image:/imagee:/'), 'true']).path, '--in-git');
    expect(code).toBe(3);
    expect(stderr).toContain('what you typed is kept: ');
    expect(kept()).toEqual([manifest(namespace).replace('image:', 'imagee:')]);
    expect(read('web.yaml')).toBe(manifest(namespace));
  });

  it('unchanged: says so, exits 0', async () => {
    const { edit } = await world(plain);
    const { code, stdout, stderr } = await edit(scripted(['true']).path, '--in-git');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: 'no changes: deployment/web is as it was\n',
    });
  });

  it('empty: changes nothing', async () => {
    const { edit, read, namespace } = await world(plain);
    const { code, stderr } = await edit(scripted([': > "$1"']).path, '--in-git');
    expect(code).toBe(1);
    expect(stderr).toContain('the saved file is empty');
    expect(read('web.yaml')).toBe(manifest(namespace));
  });

  it('killed: changes nothing, keeps what was typed', async () => {
    const { edit, read, kept, namespace } = await world(plain);
    const { code, stderr } = await edit(
      scripted([`${sed('s/nginx:1/nginx:2/')}; kill -9 $$`]).path,
      '--in-git',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('the editor ended with exit code 137');
    expect(read('web.yaml')).toBe(manifest(namespace));
    expect(kept()).toEqual([manifest(namespace).replace('nginx:1', 'nginx:2')]);
  });

  it('changed by somebody else meanwhile: never overwritten', async () => {
    const { edit, read, kept, namespace, repo } = await world(plain);
    const other = join(repo.dir, 'web.yaml');
    const editor = scripted([`${sed('s/nginx:1/nginx:2/')}; echo '# theirs' >> ${other}`]);
    const { code, stderr } = await edit(editor.path, '--in-git');
    expect(code).toBe(5);
    expect(stderr).toContain('(FILE_CHANGED)');
    expect(read('web.yaml')).toBe(`${manifest(namespace)}# theirs\n`);
    expect(kept()).toEqual([manifest(namespace).replace('nginx:1', 'nginx:2')]);
  });

  it('keeps Windows line endings and a missing last line break', async () => {
    const windows = (namespace: string) => manifest(namespace).replaceAll('\n', '\r\n').trimEnd();
    const { edit, read, namespace } = await world((name) => ({ 'web.yaml': windows(name) }));
    const { code } = await edit(scripted([`${sed('s/nginx:1/nginx:2/')}; echo >> "$1"`]).path, '--in-git');
    expect(code).toBe(0);
    expect(read('web.yaml')).toBe(windows(namespace).replace('nginx:1', 'nginx:2'));
  });

  it('JSON has no comments: the header goes to stderr', async () => {
    const json = (namespace: string) => ({
      'web.json': JSON.stringify(
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'web', namespace },
          spec: {
            replicas: 0,
            selector: { matchLabels: { app: 'web' } },
            template: {
              metadata: { labels: { app: 'web' } },
              spec: { containers: [{ name: 'web', image: 'nginx:1' }] },
            },
          },
        },
        null,
        2,
      ),
    });
    const { edit, read } = await world(json);
    const editor = scripted([sed('s/nginx:1/nginx:2/')]);
    const { code, stderr } = await edit(editor.path, '--in-git');
    expect(code).toBe(0);
    expect(editor.shown(0).startsWith('{')).toBe(true);
    expect(stderr).toContain('web.json declares Deployment');
    expect(read('web.json')).toContain('nginx:2');
  });

  it('kustomize: opens the overlay’s own patch, and the resource file where asked', async () => {
    const layered = (namespace: string) => ({
      'base/web.yaml': manifest('NONE').replace('  namespace: NONE\n', ''),
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'prod/kustomization.yaml': `resources: [../base]\nnamespace: ${namespace}\npatches: [{path: memory.yaml}]\n`,
      'prod/memory.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: web
          resources: {limits: {memory: 256Mi}}
`,
    });
    const { edit, read } = await world(layered, ['-k', 'prod']);
    const patch = scripted([sed('s/256Mi/1Gi/')]);
    expect((await edit(patch.path, '--in-git')).code).toBe(0);
    expect(patch.shown(0)).toContain('#~ prod/memory.yaml declares');
    expect(patch.shown(0)).toContain('#~ also declared in base/web.yaml:');
    expect(read('prod/memory.yaml')).toContain('memory: 1Gi');
    const base = scripted([sed('s/nginx:1/nginx:2/')]);
    expect((await edit(base.path, '--in-git', '--file', 'base/web.yaml')).code).toBe(0);
    expect(read('base/web.yaml')).toContain('nginx:2');
  });

  it('--commit -m commits that file and nothing else, and never pushes', async () => {
    const { edit, repo } = await world(plain);
    repo.write({ 'other.txt': 'mine' });
    repo.git('add', 'other.txt');
    repo.git('config', 'user.name', 'Ada');
    repo.git('config', 'user.email', 'ada@example.com');
    const { code } = await edit(
      scripted([sed('s/nginx:1/nginx:2/')]).path,
      '--in-git',
      '--commit',
      '-m',
      'newer',
    );
    expect(code).toBe(0);
    expect(repo.git('show', '--stat', '--format=%s', 'HEAD')).toMatch(/^newer\n\n web.yaml \| 2 \+-\n/);
    expect(repo.git('status', '--short')).toBe('A  other.txt\n');
  });
});

describe('edit', () => {
  it('refuses what git owns, with the way into git, from any directory', async () => {
    const { edit, version, shell, repo, cluster, namespace } = await world(plain);
    await attempt(join(repositoryRoot, 'plugin/kubectl-gitops'), ['diff'], { cwd: repo.dir, env: shell.env });
    const before = await version();
    const editor = scripted([sed('s/nginx:1/nginx:2/')]);
    const outcome = await attempt(
      join(repositoryRoot, 'plugin/kubectl-gitops'),
      ['edit', 'deployment/web', '-n', namespace],
      { cwd: folder(), env: { ...shell.env, KUBE_EDITOR: editor.path } },
    );
    expect({ code: outcome.code, rounds: editor.rounds() }).toEqual({ code: 1, rounds: 0 });
    expect(outcome.stderr).toContain('declared in web.yaml:2\n');
    expect(outcome.stderr).toContain(
      `hint: change it in git: kubectl gitops edit deployment/web -n ${namespace} --in-git`,
    );
    expect(await version()).toBe(before);
    expect((await edit(scripted([sed('s/nginx:1/nginx:3/')]).path, '--break-glass=INC-42')).code).toBe(0);
    const live = await cluster.run([
      'get',
      'deployment/web',
      '-n',
      namespace,
      '-o',
      'json',
      '--show-managed-fields',
    ]);
    expect(live).toContain('"manager": "kubectl-edit.');
    expect(live).toContain('nginx:3');
  });

  it('is the real kubectl edit for what nobody owns', async () => {
    const cluster = sharedCluster();
    const shell = guarded(cluster);
    const namespace = await cluster.namespace('edit');
    await cluster.run(['create', 'configmap', 'free', '--from-literal=a=b', '-n', namespace]);
    const outcome = await attempt(
      join(repositoryRoot, 'plugin/kubectl-gitops'),
      ['edit', 'configmap/free', '-n', namespace],
      { cwd: folder(), env: { ...shell.env, KUBE_EDITOR: scripted([sed('s/a: b/a: c/')]).path } },
    );
    expect(outcome).toEqual({ code: 0, stdout: 'configmap/free edited\n', stderr: '' });
  });
});
