import { matches } from '../../config/clusters.ts';
import type { Config } from '../../config/types.ts';
import type { Deps } from '../../deps.ts';
import { isEncrypted } from '../../drift/secrets/encrypted.ts';
import { type GitopsError, RefusedError } from '../../errors.ts';
import { pushed } from '../../git/pushed.ts';
import type { Repository } from '../../git/repository.ts';
import { dirtyPaths } from '../../git/status.ts';
import { describe, nameOf } from '../../object.ts';
import type { DriftReport } from '../../output/types.ts';
import { formatPath } from '../../path.ts';
import { inputsOf } from '../../render/render.ts';
import type { Tree } from '../../render/types.ts';
import type { Resolved } from '../compare/resolve.ts';
import type { App, Cluster } from '../types.ts';
import type { Controlled } from './checks.ts';

const NAMED = 10;

/** What is encrypted in git would be applied without its values. */
export function encryptedIn({
  items,
  unresolved,
  generated,
}: Pick<Resolved, 'items' | 'unresolved' | 'generated'>): readonly GitopsError[] {
  const found = [
    ...[...items, ...unresolved]
      .filter(({ manifest }) => isEncrypted(manifest.object))
      .map(({ desired }) => describe(nameOf(desired))),
    ...generated.map((one) => describe({ kind: 'Secret', ...one })),
  ];
  if (found.length === 0) return [];
  return [
    new RefusedError(
      'ENCRYPTED',
      `${found.length === 1 ? '1 object is' : `${found.length} objects are`} encrypted in git, and apply decrypts nothing`,
      {
        facts: named(found),
        hint: 'leave them to a deployer that has the key, or pipe sops --decrypt FILE into kubectl apply -f -',
      },
    ),
  ];
}

/** What is not committed, or not on the branch that others read, is applied from nowhere but this machine. */
export async function notInGit(
  apps: readonly App[],
  repository: Repository,
  tree: Tree,
  deps: Deps,
): Promise<readonly GitopsError[]> {
  const inputs = (await Promise.all(apps.map(({ root }) => inputsOf(root, tree)))).flat();
  const dirty = await dirtyPaths(repository, [...new Set(inputs)]);
  if (dirty.length > 0) {
    return [
      new RefusedError('NOT_COMMITTED', `${files(dirty.length)} not committed`, {
        facts: named(dirty),
        hint: `git add -- ${dirty[0] ?? '.'} && git commit`,
      }),
    ];
  }
  const { upstream, ahead, knownSince } = await pushed(repository, deps);
  if (upstream === null) {
    return [
      new RefusedError(
        'NOT_PUSHED',
        'this branch has no upstream: nobody else can see what would be applied',
        {
          hint: 'git push --set-upstream origin HEAD',
        },
      ),
    ];
  }
  if (ahead === 0) return [];
  const age =
    knownSince === null
      ? ''
      : `, as of ${knownSince === 0 ? 'the clone' : new Date(knownSince).toISOString()} (it cannot be reached now)`;
  return [
    new RefusedError(
      'NOT_PUSHED',
      `${ahead === 1 ? '1 commit is' : `${ahead} commits are`} not on ${upstream}${age}`,
      {
        hint: 'git push',
      },
    ),
  ];
}

/** A root that the configuration gives to another cluster than this one. */
export function ofAnotherEnvironment(
  apps: readonly App[],
  config: Config | null,
  { context, server }: Cluster,
): readonly GitopsError[] {
  return apps.flatMap(({ root }) => {
    const meant = (config?.environments ?? []).filter((one) =>
      one.apps.some((app) => app.root === root.path),
    );
    const asked = { env: undefined, context, contextExplicit: false, server, clusterId: undefined };
    const [first] = meant;
    if (first === undefined || meant.some((one) => one.clusterId !== undefined || matches(one, asked)))
      return [];
    return [
      new RefusedError(
        'WRONG_ENVIRONMENT',
        `${root.path} belongs to ${meant.map(({ name }) => name).join(', ')}, not to context ${context}`,
        {
          hint: `kubectl gitops apply ${root.path === '.' ? '' : `./${root.path} `}--env ${first.name}`,
        },
      ),
    ];
  });
}

/** What a controller deploys is the controller's to deploy. */
export function deployedBy(controlled: readonly Controlled[]): readonly GitopsError[] {
  return controlled.map(
    ({ holder: { tool, name }, object }) =>
      new RefusedError(
        'DEPLOYED_BY_CONTROLLER',
        `${describe(nameOf(object))} is deployed by ${tool} ${name}`,
        { hint: `push, then let it sync: ${syncCommand(tool, name)}` },
      ),
  );
}

function syncCommand(tool: string, name: string): string {
  const [namespace = '', short = ''] = name.split('/');
  if (tool === 'Flux Kustomization')
    return `flux reconcile kustomization ${short} -n ${namespace} --with-source`;
  if (tool === 'Flux HelmRelease') return `flux reconcile helmrelease ${short} -n ${namespace} --with-source`;
  return `argocd app sync ${name}`;
}

/** Live changes that the apply would take away. */
export function overwritten({ objects }: DriftReport): readonly GitopsError[] {
  const lost = objects.flatMap(({ object, changes }) =>
    changes
      .filter(
        ({ class: what, moved, ignoredBy }) =>
          ignoredBy === null && moved !== 'git' && (what === 'changed' || what === 'missing'),
      )
      .map(
        ({ path, owner }) =>
          `  ${describe(object)} ${formatPath(path)}${owner === null ? '' : `  ${owner.manager}`}`,
      ),
  );
  if (lost.length === 0) return [];
  return [
    new RefusedError(
      'OVERWRITES_LIVE',
      `${lost.length === 1 ? '1 live change' : `${lost.length} live changes`} would be lost`,
      {
        facts: named(lost),
        hint: 'take them into git (kubectl gitops edit OBJECT --in-git), or give them up with --overwrite-drift',
      },
    ),
  ];
}

function named(lines: readonly string[]): readonly string[] {
  return lines.length <= NAMED ? lines : [...lines.slice(0, NAMED), `  and ${lines.length - NAMED} more`];
}

function files(count: number): string {
  return count === 1 ? '1 file is' : `${count} files are`;
}
