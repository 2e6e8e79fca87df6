import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Deps } from '../deps.ts';
import { stateFile } from './places.ts';

/**
 * Leaves word for the shim, which reads no configuration, what to do when the plugin is broken, missing or slow:
 * `guard.onError` of `.gitops.yaml`.
 */
export function rememberOnError({ env }: Pick<Deps, 'env'>, onError: 'allow' | 'deny'): void {
  const file = stateFile(env, 'guard-on-error-deny');
  try {
    if (onError === 'allow') {
      rmSync(file, { force: true });
      return;
    }
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, '');
  } catch {
    // a home that cannot be written has no word for the shim: it then lets kubectl go on, with a warning
  }
}
