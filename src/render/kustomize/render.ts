import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { UsageError, type Warning } from '../../errors.ts';
import type { Ran } from '../../io.ts';
import { diskView } from '../../view.ts';
import { cached } from '../cache.ts';
import { missingProgram, readOutput, runProgram, withCopy } from '../program.ts';
import { kubectlOf, programsOf } from '../programs.ts';
import type { Rendering, Root, Target, Tree } from '../types.ts';
import { kustomizeError } from './error.ts';
import { type Graph, readGraph } from './graph.ts';
import { closedInputs } from './inputs.ts';

interface Built {
  readonly ran: Ran;
  /** Where it ran, as messages name it. */
  readonly dir: string;
}

/** Renders with the user's `kustomize`, or with the one inside kubectl. */
export async function renderKustomize(
  root: Root,
  tree: Tree,
  target: Target,
  deps: Deps,
): Promise<Rendering> {
  const view = diskView(tree.dir);
  const graph = readGraph(root.path, view);
  if (graph.top === null) {
    throw new UsageError('NO_SUCH_PATH', `${root.path} has no kustomization.yaml`, {
      hint: 'name the directory of a kustomization',
    });
  }
  const ingredients = {
    programs: programsOf('kustomize', deps),
    inputs: () => closedInputs(root, view),
    target: null,
  };
  return cached(root, view, ingredients, deps, () => renderGraph(root, tree, graph, target, deps));
}

async function renderGraph(
  root: Root,
  tree: Tree,
  graph: Graph,
  target: Target,
  deps: Deps,
): Promise<Rendering> {
  const { ran, dir } = graph.helm
    ? await withCopy(tree.dir, (copy) => build(root, copy, helmFlags(target), deps))
    : await buildInPlace(root, tree, graph, deps);
  if (ran.code !== 0) throw kustomizeError(root, tree, graph, ran.stderr, dir);
  const output = readOutput(ran.stdout, `kustomize build ${root.path}`);
  return { ...output, warnings: [...output.warnings, ...warningsOf(ran.stderr, root)] };
}

/**
 * Flux lets a kustomization read files beside its directory, Argo CD does not: allowed here as long as nothing
 * that it names lies outside the repository.
 */
async function buildInPlace(root: Root, tree: Tree, graph: Graph, deps: Deps): Promise<Built> {
  const built = await build(root, tree.dir, [], deps);
  if (built.ran.code === 0 || graph.outside.length > 0) return built;
  if (!/security; file .* is not in or below/.test(built.ran.stderr)) return built;
  return build(root, tree.dir, ['--load-restrictor', 'LoadRestrictionsNone'], deps);
}

async function build(root: Root, dir: string, flags: readonly string[], deps: Deps): Promise<Built> {
  const target = join(dir, root.path);
  const own = await runProgram(deps, 'kustomize', ['build', target, ...flags], dir);
  if (!own.missing) return { ran: own, dir };
  const ran = await runProgram(deps, kubectlOf(deps), ['kustomize', target, ...flags], dir);
  if (!ran.missing) return { ran, dir };
  throw missingProgram(
    'kustomize or kubectl',
    root.path,
    'install kustomize: https://kubectl.docs.kubernetes.io',
  );
}

function helmFlags({ kubeVersion, apiVersions }: Target): readonly string[] {
  const version = kubeVersion === null ? [] : ['--helm-kube-version', kubeVersion];
  return ['--enable-helm', ...version, ...apiVersions.flatMap((one) => ['--helm-api-versions', one])];
}

function warningsOf(stderr: string, root: Root): readonly Warning[] {
  const lines = stderr.matchAll(/^# Warning: (.*)$/gm);
  return [...new Set([...lines].map(([, text]) => text ?? ''))].map((text) => ({
    code: 'KUSTOMIZE_WARNING',
    message: `${root.path}: ${text}`,
    hint: null,
  }));
}
