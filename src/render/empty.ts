import type { Warning } from '../errors.ts';
import type { Rendering, Root } from './types.ts';

/** Said of a root that gives no object where nothing else says why: nothing declared is never out of sync. */
export function emptyWarning(root: Root, { manifests, problems, warnings }: Rendering): readonly Warning[] {
  const isExplained = problems.length > 0 || warnings.some(({ code }) => code !== 'KUSTOMIZE_WARNING');
  if (manifests.length > 0 || isExplained) return [];
  const what = root.path === '-' ? 'standard input' : root.path;
  return [
    {
      code: 'EMPTY',
      message: `${what} declares no object: there is nothing to compare`,
      hint: hintFor(root),
    },
  ];
}

function hintFor({ kind, path, recurse }: Root): string {
  switch (kind) {
    case 'sources':
    case 'command':
    case 'unrendered':
      return `see what the sources of ${path} hold`;
    case 'kustomize':
      return `name manifests under resources in the kustomization of ${path}`;
    case 'helm':
      return `see what its values leave out: helm template ${path}`;
    case 'jsonnet':
      return 'make it give objects with apiVersion and kind';
    case 'plain':
      if (path === '-') return 'pipe manifests into it';
      if (/\.(ya?ml|json)$/.test(path)) return `write manifests into ${path}, or leave it out`;
      return recurse === true
        ? `write manifests into ${path}`
        : `write manifests into ${path}, or descend with -R`;
  }
}
