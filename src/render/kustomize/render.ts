import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { ManifestError, UsageError, type Warning } from '../../errors.ts';
import type { Ran } from '../../io.ts';
import { diskView } from '../../view.ts';
import { cached } from '../cache.ts';
import { afterBuild } from '../flux/after-build.ts';
import { readOutput, withCopy } from '../program/program.ts';
import { programsOf } from '../program/programs.ts';
import { isForCluster } from '../sources.ts';
import type { Rendering, Root, Target, Tree } from '../types.ts';
import { withEdited } from './copy.ts';
import { editedView } from './edited-view.ts';
import { kustomizeError } from './error.ts';
import { type Graph, readGraph } from './graph.ts';
import { closedInputs } from './inputs.ts';
import { runKustomize } from './run.ts';

/**
 * Renders with the user's `kustomize`, or with the one inside kubectl, step by step as a deployer does: the kustomization
 * is edited, the tree is built, what was built is read and changed.
 */
export async function renderKustomize(
  root: Root,
  tree: Tree,
  target: Target,
  deps: Deps,
): Promise<Rendering> {
  const { substitute, commonMetadata, ...kustomize } = root.kustomize ?? {};
  const isChanged = substitute !== undefined || commonMetadata !== undefined;
  const built = await builtBy(isChanged ? { ...root, kustomize } : root, tree, target, deps);
  return isChanged ? afterBuild(root, built) : built;
}

async function builtBy(root: Root, tree: Tree, target: Target, deps: Deps): Promise<Rendering> {
  const git = diskView(tree.dir);
  const view = editedView(root, git);
  const graph = readGraph(root.path, view, git);
  if (graph.top === null) throw nothingThere(root);
  if (graph.helm && root.kustomize?.generate === true) throw noCharts(root);
  const ingredients = {
    programs: programsOf('kustomize', deps),
    inputs: () => closedInputs(root, git),
    target: isForCluster(root) ? target : null,
  };
  return cached(root, git, ingredients, deps, () => {
    const flags = flagsOf(root, graph, target);
    const render = (at: Root, dir: string) => renderGraph(at, { dir, id: null }, graph, flags, deps);
    if (view !== git)
      return withEdited(root, tree, view, closedInputs(root, git), (copy, path) =>
        render({ ...root, path }, copy),
      );
    // charts are fetched into the tree
    return graph.helm ? withCopy(tree.dir, (copy) => render(root, copy)) : render(root, tree.dir);
  });
}

function nothingThere({ path, kustomize }: Root): UsageError {
  return kustomize?.generate === true
    ? new UsageError('NO_SUCH_PATH', `there is no directory ${path} in the source`, {
        hint: 'see the path of the Kustomization, and what .sourceignore leaves out',
      })
    : new UsageError('NO_SUCH_PATH', `${path} has no kustomization.yaml`, {
        hint: 'name the directory of a kustomization',
      });
}

function noCharts({ path }: Root): ManifestError {
  return new ManifestError('RENDER_FAILED', `Flux renders no charts that a kustomization names: ${path}`, {
    hint: 'declare a HelmRelease in place of helmCharts',
  });
}

async function renderGraph(
  root: Root,
  tree: Tree,
  graph: Graph,
  flags: readonly string[],
  deps: Deps,
): Promise<Rendering> {
  const ran = await buildIn(root, tree.dir, graph, flags, deps);
  if (ran.code !== 0) throw kustomizeError(root, tree, graph, ran.stderr);
  const output = readOutput(ran.stdout, `kustomize build ${root.path}`);
  return { ...output, warnings: [...output.warnings, ...warningsOf(ran.stderr, root)] };
}

/**
 * Flux lets a kustomization read files beside its directory, Argo CD does not: allowed here as long as nothing
 * that it names lies outside the repository.
 */
async function buildIn(
  root: Root,
  dir: string,
  graph: Graph,
  flags: readonly string[],
  deps: Deps,
): Promise<Ran> {
  const ran = await build(root, dir, flags, deps);
  const isGiven = root.kustomize?.flags !== undefined;
  if (ran.code === 0 || graph.helm || graph.outside.length > 0 || isGiven) return ran;
  if (!/security; file .* is not in or below/.test(ran.stderr)) return ran;
  return build(root, dir, ['--load-restrictor', 'LoadRestrictionsNone'], deps);
}

function build(root: Root, dir: string, flags: readonly string[], deps: Deps): Promise<Ran> {
  return runKustomize(join(dir, root.path), flags, dir, root.path, deps);
}

/** What the deployer gives, or else what it takes; charts are told of the cluster. */
function flagsOf({ kustomize }: Root, graph: Graph, target: Target): readonly string[] {
  // on this machine no repository reads what is not its own, whatever its deployer lets it
  const isAllowed = (flag: string) => graph.outside.length === 0 || !flag.startsWith('--load-restrictor');
  const flags = (kustomize?.flags ?? (graph.helm ? ['--enable-helm'] : [])).filter(isAllowed);
  if (!flags.includes('--enable-helm')) return flags;
  const kubeVersion = kustomize?.kubeVersion ?? target.kubeVersion;
  const apiVersions = kustomize?.apiVersions ?? target.apiVersions;
  const version = kubeVersion === null ? [] : [`--helm-kube-version=${kubeVersion}`];
  return [...flags, ...version, ...apiVersions.map((one) => `--helm-api-versions=${one}`)];
}

function warningsOf(stderr: string, root: Root): readonly Warning[] {
  const lines = stderr.matchAll(/^# Warning: (.*)$/gm);
  return [...new Set([...lines].map(([, text]) => text ?? ''))].map((text) => ({
    code: 'KUSTOMIZE_WARNING',
    message: `${root.path}: ${text}`,
    hint: null,
  }));
}
