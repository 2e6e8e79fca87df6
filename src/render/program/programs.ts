import type { Deps } from '../../deps.ts';
import type { Root } from '../types.ts';

/** What renders roots of a kind: the first of these that is there; none: we do. */
export function programsOf(kind: Root['kind'], { env }: Pick<Deps, 'env'>): readonly string[] {
  switch (kind) {
    case 'kustomize':
      return ['kustomize', kubectlOf({ env })];
    case 'helm':
      return ['helm'];
    case 'jsonnet':
      return ['jsonnet'];
    case 'command':
    case 'plain':
    case 'sources':
    case 'unrendered':
      return [];
  }
}

export function kubectlOf({ env }: Pick<Deps, 'env'>): string {
  return env.KUBECTL_PATH || 'kubectl';
}
