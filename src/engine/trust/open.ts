import { resolve } from 'node:path';
import { loadConfig } from '../../config/config.ts';
import type { Deps } from '../../deps.ts';
import { UsageError } from '../../errors.ts';
import { openRepository } from '../../git/repository.ts';
import type { RenderCommand } from '../../render/types.ts';
import { commandsOf, digestOf, keepTrusted, trustedIn } from './trust.ts';

export interface Trusting {
  readonly commands: readonly (RenderCommand & { readonly isTrusted: boolean })[];
  /** All of them, exactly as they are. */
  readonly trust: () => void;
  readonly revoke: () => void;
}

/** The commands that the configuration in a work tree names. Throws UsageError outside a repository. */
export async function openTrust(path: string, deps: Deps): Promise<Trusting> {
  const repository = await openRepository(deps, resolve(deps.cwd, path));
  if (repository === null)
    throw new UsageError('NO_REPOSITORY', `${path} is in no git repository`, {
      hint: 'change into the repository, or give its path',
    });
  const { top } = repository;
  const config = loadConfig(top);
  const known = trustedIn(top, deps);
  const commands = config === null ? [] : commandsOf(config);
  return {
    commands: commands.map((one) => ({ ...one, isTrusted: known.has(digestOf(one)) })),
    trust: () => keepTrusted(top, new Set([...known, ...commands.map(digestOf)]), deps),
    revoke: () => keepTrusted(top, new Set(), deps),
  };
}
