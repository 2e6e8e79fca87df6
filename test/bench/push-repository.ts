import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deployment } from './objects.ts';

/** A GitOps repository as teams have them, with a bare remote that has its first commit. */
export interface PushRepository {
  readonly dir: string;
  readonly remote: string;
  readonly git: (...args: readonly string[]) => string;
  readonly write: (file: string, text: string) => void;
  readonly commit: () => void;
  /** What git tells a hook about a push of HEAD. */
  readonly lines: () => string;
}

export function pushRepository(dir: string, files: ReadonlyMap<string, string>): PushRepository {
  const remote = `${dir}.git`;
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  const commit = () => {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'change');
  };
  mkdirSync(dir, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  for (const [file, text] of files) write(file, text);
  commit();
  git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  git('remote', 'add', 'origin', remote);
  git('push', '--quiet', '--set-upstream', 'origin', 'main');
  // as a clone has them: a file for each object is slow to read
  git('gc', '--quiet');
  const oid = (revision: string) => git('rev-parse', revision).trim();
  const lines = () => `refs/heads/main ${oid('HEAD')} refs/heads/main ${oid('origin/main')}\n`;
  return { dir, remote, git, write, commit, lines };
}

/** `roots` overlays, 50 on each of their bases, with components, generators and a configuration that names them all. */
export function overlays(roots: number, namespace: string, context: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>([['README.md', 'a shop\n']]);
  const bases = Math.ceil(roots / 50);
  for (let base = 0; base < bases; base++) {
    files.set(`bases/b${base}/kustomization.yaml`, 'resources: [web.yaml, service.yaml]\n');
    files.set(`bases/b${base}/web.yaml`, deployment(base, namespace).replaceAll(`app-${base}`, 'web'));
    files.set(`bases/b${base}/service.yaml`, serviceOf('web'));
  }
  files.set(
    'components/labels/kustomization.yaml',
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{pairs: {team: shop}}]\n',
  );
  const apps: string[] = [];
  for (let root = 0; root < roots; root++) {
    const path = `overlays/o${root}`;
    apps.push(`      - {root: ${path}}`);
    files.set(
      `${path}/kustomization.yaml`,
      `namespace: ${namespace}\nnamePrefix: o${root}-\nresources: [../../bases/b${Math.floor(root / 50)}, extra.yaml]\ncomponents: [../../components/labels]\nconfigMapGenerator: [{name: settings, literals: [n=${root}], options: {disableNameSuffixHash: true}}]\n`,
    );
    files.set(
      `${path}/extra.yaml`,
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\ndata: {n: "${root}"}\n`,
    );
  }
  files.set(
    '.gitops.yaml',
    `apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n  - name: prod\n    context: ${context}\n    apps:\n${apps.join('\n')}\n`,
  );
  return files;
}

function serviceOf(name: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {selector: {app: ${name}}, ports: [{port: 80}]}\n`;
}
