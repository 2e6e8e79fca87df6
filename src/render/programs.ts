import type { Deps } from '../deps.ts';
import type { RootKind } from './types.ts';

/** What renders roots of a kind: the first of these that is there; none: we do. */
export function programsOf(kind: RootKind, { env }: Pick<Deps, 'env'>): readonly string[] {
  switch (kind) {
    case 'kustomize':
      return ['kustomize', kubectlOf({ env })];
    case 'helm':
      return ['helm'];
    case 'jsonnet':
      return ['jsonnet'];
    case 'plain':
      return [];
  }
}

export function kubectlOf({ env }: Pick<Deps, 'env'>): string {
  return env.KUBECTL_PATH || 'kubectl';
}
