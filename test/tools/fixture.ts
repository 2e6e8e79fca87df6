import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { GitopsError } from '../../src/errors.ts';
import type { Manifest, Rendering, Root, Target, Tree } from '../../src/render/types.ts';
import { buildControlPlane, buildTool } from '../support/programs/build.ts';
import type { ToolName } from '../support/programs/tools.ts';

export const target: Target = {
  kubeVersion: 'v1.36.3',
  apiVersions: ['apps/v1', 'monitoring.coreos.com/v1'],
};

/** A tree with these files, removed when the test ends. */
export async function treeOf(files: Readonly<Record<string, string>>): Promise<Tree> {
  const dir = await scratch();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  return { dir, id: null };
}

/** Deps whose PATH has these programs and git, and nothing else. */
export async function depsWith(...names: readonly (ToolName | 'kubectl')[]): Promise<Deps> {
  const bin = await scratch();
  for (const name of names) {
    const program = name === 'kubectl' ? (await buildControlPlane()).kubectl : await buildTool(name);
    await symlink(program, join(bin, name.replace(/\d$/, '')));
  }
  const { stdout: git } = await promisify(execFile)('which', ['git']);
  await symlink(git.trim(), join(bin, 'git'));
  return {
    cwd: bin,
    env: { PATH: bin, HOME: await scratch() },
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    now: () => 0,
    signal: new AbortController().signal,
  };
}

async function scratch(): Promise<string> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'kubectl-gitops-test-')));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

type Render = (root: Root, tree: Tree, target: Target, deps: Deps) => Promise<Rendering>;

/** What a rendering fails with, as people read it. */
export async function failureOf(render: Render, root: Root, tree: Tree, deps: Deps): Promise<unknown> {
  const rendered = render(root, tree, target, deps);
  const error = await rendered.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GitopsError)) throw error ?? new Error('it rendered');
  const { code, message, facts, hint } = error;
  return { code, message, facts, hint };
}

export function named({ manifests }: Rendering, kind: string, name?: string): Manifest {
  const found = manifests.filter(
    ({ object }) => object.kind === kind && (name === undefined || object.metadata.name === name),
  );
  const [manifest] = found;
  if (manifest === undefined || found.length > 1) throw new Error(`${found.length} of ${kind} ${name ?? ''}`);
  return manifest;
}

export function namesOf({ manifests }: Rendering): readonly string[] {
  return manifests.map(({ object }) => `${object.kind} ${object.metadata.name}`);
}
