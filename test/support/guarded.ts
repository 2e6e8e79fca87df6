import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { repositoryRoot } from './cache.ts';
import type { Cluster } from './servers/cluster.ts';
import { attempt, type Outcome } from './run.ts';

export interface Guarded {
  /** kubectl as a user types it who has the shim first in PATH. */
  readonly kubectl: (args: readonly string[], options?: GuardedOptions) => Promise<Outcome>;
  readonly env: Readonly<Record<string, string>>;
  readonly shim: string;
}

export interface GuardedOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A home with the shim before the real kubectl; the built plugin answers it. `npm run build` comes first. */
export function guarded(cluster: Cluster): Guarded {
  const home = mkdtempSync(join(tmpdir(), 'gitops-home-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const shim = join(bin, 'kubectl');
  symlinkSync(join(repositoryRoot, 'plugin/shim/kubectl'), shim);
  const env = {
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_STATE_HOME: join(home, 'state'),
    PATH: [bin, dirname(cluster.kubectl), join(repositoryRoot, 'plugin'), process.env.PATH ?? ''].join(
      delimiter,
    ),
    KUBECONFIG: cluster.kubeconfig,
    KUBERC: 'off',
  };
  return {
    env,
    shim,
    kubectl: (args, { input, cwd, env: more } = {}) =>
      attempt(shim, args, {
        cwd: cwd ?? home,
        env: { ...env, ...more },
        ...(input === undefined ? {} : { input }),
      }),
  };
}
