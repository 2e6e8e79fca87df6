import type { Found } from '../../../../push/types.ts';
import { nameOfDestination } from '../../progress.ts';
import type { Destination } from '../../types.ts';

const NAMED = 5;

/** Manifests that are pushed, and that nothing deploys as far as anybody can see. */
export function unreadFound([first = '', ...more]: readonly string[]): Found {
  const [files, are] =
    more.length === 0 ? ['this manifest', 'was'] : [`it and ${more.length} more manifests`, 'were'];
  return {
    code: 'NO_ROOT',
    root: null,
    object: null,
    path: null,
    message: `no root reads ${files}: ${are} not checked`,
    hint: 'say what is deployed from where: apps in .gitops.yaml',
    source: { file: first, line: null },
  };
}

/** Apps may be missing, for what declares them may not be read. */
export function unlistedFound({ controlled }: Pick<Destination, 'controlled'>): readonly Found[] {
  return (controlled?.objects?.unread ?? []).map(({ kind, error }) => ({
    code: 'FORBIDDEN',
    root: null,
    object: null,
    path: null,
    message: `not every ${kind} may be read, so apps may be missing: ${error.message}`,
    hint: error.hint ?? null,
    source: null,
  }));
}

/** A root that is configured and not there. */
export function notThere(root: string): Found {
  return {
    code: 'RENDER_FAILED',
    root,
    object: null,
    path: null,
    message: `.gitops.yaml names ${root}, which is not there`,
    hint: `take it out of .gitops.yaml, or git add ${root}`,
    source: { file: '.gitops.yaml', line: null },
  };
}

/** What the deadline left. `timeout` in milliseconds; `left`: what is known not to have been checked. */
export function lateFound(destination: Destination, timeout: number, left: readonly string[]): Found {
  const more = left.length > NAMED ? ` and ${left.length - NAMED} more` : '';
  const what =
    left.length === 0
      ? 'not everything was checked'
      : `not checked: ${left.slice(0, NAMED).join(', ')}${more}`;
  return {
    code: 'TIMEOUT',
    root: null,
    object: null,
    path: null,
    message: `${nameOfDestination(destination)}: ${what} within ${timeout / 1000} s`,
    hint: 'check the rest by hand: kubectl gitops validate, or raise prePush: {timeout: 60s} in .gitops.yaml',
    source: null,
  };
}
