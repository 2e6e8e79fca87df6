import type { Deps } from '../deps.ts';
import { ManifestError } from '../errors.ts';
import { describe, groupOf, nameOf, namespaceOf } from '../object.ts';
import { diskView } from '../view.ts';
import { withArgoHooks } from './argo-hooks.ts';
import { emptyWarning } from './empty.ts';
import { renderPlain } from './plain/plain.ts';
import type { Locate, Manifest, Rendering, Root, Target, Tree } from './types.ts';

/** More than this is no argument list any more. */
const MOST_PATHS = 1000;

/** Renders a root as its deployer would. Renderers that need a program are loaded only for roots of their kind. */
export async function renderRoot(root: Root, tree: Tree, target: Target, deps: Deps): Promise<Rendering> {
  return finished(root, await renderKind(root, tree, target, deps));
}

/** What its deployer makes of what was rendered of a root. */
export function finished(root: Root, raw: Rendering): Rendering {
  const rendered = withoutDuplicates(raw);
  const rendering = root.hooks === 'argocd' ? withArgoHooks(rendered) : rendered;
  return { ...rendering, warnings: [...rendering.warnings, ...emptyWarning(root, rendering)] };
}

async function renderKind(root: Root, tree: Tree, target: Target, deps: Deps): Promise<Rendering> {
  switch (root.kind) {
    case 'plain':
      return renderPlain(root, tree, deps);
    case 'kustomize':
      return (await import('./kustomize/render.ts')).renderKustomize(root, tree, target, deps);
    case 'helm':
      return (await import('./helm/render.ts')).renderHelm(root, tree, target, deps);
    case 'jsonnet':
      return (await import('./jsonnet/render.ts')).renderJsonnet(root, tree, target, deps);
    case 'command':
      return (await import('./command.ts')).renderCommand(root, tree, deps);
    case 'sources':
      return (await import('./sources.ts')).renderSources(root, (part) =>
        renderRoot(part, tree, target, deps),
      );
    case 'unrendered':
      throw unrendered(root);
  }
}

/** Why a root cannot be rendered here. */
export function unrendered({ path, unrendered: why }: Root): ManifestError {
  const { code, message, hint } = why ?? {
    code: 'UNRENDERED',
    message: `${path} cannot be rendered`,
    hint: null,
  };
  return new ManifestError(code, message, hint === null ? {} : { hint });
}

/** The way from a rendered field back to the line that declares it. */
export async function locatorFor(root: Root, tree: Tree): Promise<Locate> {
  switch (root.kind) {
    case 'plain':
      return (await import('./plain/plain-origin.ts')).locatePlain(tree);
    case 'kustomize':
      return (await import('./kustomize/origin/origin.ts')).locateKustomize(root, tree);
    case 'helm':
      return (await import('./helm/origin.ts')).locateHelm(root, tree);
    case 'jsonnet':
      return async ({ origin }) => (origin.file === null ? null : { file: origin.file, line: null });
    case 'sources':
      return (await import('./sources.ts')).locateSources(root, (part) => locatorFor(part, tree));
    case 'command':
    case 'unrendered':
      return async () => null;
  }
}

/** Paths, relative to the tree, that a root reads: what `git log` must look at. */
export async function inputsOf(root: Root, tree: Tree): Promise<readonly string[]> {
  return [...new Set([...(await inputsOfKind(root, tree)), ...(root.decidedBy ?? [])])];
}

async function inputsOfKind(root: Root, tree: Tree): Promise<readonly string[]> {
  if (root.path === '-') return [];
  const view = diskView(tree.dir);
  if (root.kind === 'kustomize')
    return (await import('./kustomize/origin/origin.ts')).kustomizeInputs(root, view);
  if (root.kind === 'helm') return (await import('./helm/inputs.ts')).helmPaths(root, view);
  if (root.kind === 'plain') return [root.path];
  if (root.kind === 'sources')
    return (await Promise.all((root.sources ?? []).map((part) => inputsOf(part, tree)))).flat();
  if (root.kind === 'unrendered') return [];
  if (root.kind === 'command') return ['.'];
  const imported = (await import('./jsonnet/inputs.ts')).jsonnetInputs(root, view);
  return imported === null || imported.length > MOST_PATHS ? ['.'] : imported;
}

/** Of an object that stands twice in a root the last counts, as `kubectl apply` leaves it; one warning says so. */
function withoutDuplicates(rendering: Rendering): Rendering {
  const last = new Map<string, Manifest>();
  const warnings = [...rendering.warnings];
  for (const manifest of rendering.manifests) {
    const { object, origin } = manifest;
    const key = `${groupOf(object.apiVersion)}/${object.kind}/${namespaceOf(object) ?? ''}/${object.metadata.name}`;
    const before = last.get(key);
    if (before !== undefined) {
      warnings.push({
        code: 'DUPLICATE_OBJECT',
        message: `${describe(nameOf(object))} is declared twice: ${place(before)} and ${place(manifest)}; the last counts`,
        hint: 'keep one of the two',
        object: nameOf(object),
      });
    }
    last.set(key, { object, origin });
  }
  return { ...rendering, manifests: [...last.values()], warnings };
}

function place({ origin }: Manifest): string {
  return `${origin.file ?? 'unknown'}${origin.line === null ? '' : `:${origin.line}`}`;
}
