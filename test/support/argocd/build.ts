import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { buildTool } from '../programs/build.ts';
import { cached, repositoryRoot } from '../cache.ts';
import { go, hashModule, linkTime } from '../programs/go.ts';
import { run } from '../run.ts';

const moduleFolder = join(repositoryRoot, 'test/argocd');
const module = 'github.com/argoproj/argo-cd/v3';
/** As go.mod requires it. */
export const argoCdVersion = 'v3.0.23';

/** Builds the controllers of Argo CD and the oracle as one program, and returns its path. */
export async function buildArgoCd(): Promise<string> {
  const key = `bin/argocd-${argoCdVersion}-${await hashModule(moduleFolder, 'go.mod', [argoCdVersion])}`;
  const folder = await cached(key, async (partial) => {
    const variables = { [`${module}/common.version`]: argoCdVersion.slice(1) };
    const flags = ['-mod=mod', '-buildvcs=false', '-ldflags', linkTime(variables), '-o', `${partial}/argocd`];
    const build = { cwd: moduleFolder, what: `building Argo CD ${argoCdVersion}`, minutes: 4 };
    await go(['build', '-v', ...flags, '.'], build);
  });
  return join(folder, 'argocd');
}

/** The folder of Argo CD's own source: manifests to install are in it. */
export async function argoCdSource(): Promise<string> {
  const args = ['list', '-mod=mod', '-m', '-f', '{{.Dir}}', module];
  const folder = await run('go', args, { cwd: moduleFolder, env: { GOWORK: 'off' } });
  return folder.trim();
}

export type HelmName = 'helm3' | 'helm4';

/** Fills a folder for PATH with the renderers that the repo-server starts, under the names it knows. */
export async function rendererPath(folder: string, helm: HelmName = 'helm3'): Promise<string> {
  await mkdir(folder, { recursive: true });
  await symlink(await buildTool(helm), join(folder, 'helm'));
  await symlink(await buildTool('kustomize'), join(folder, 'kustomize'));
  return `${folder}:${process.env.PATH ?? ''}`;
}
