import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/types.ts';
import type { Deps } from '../../deps.ts';
import { isArray, type Json } from '../../object.ts';
import type { RenderCommand } from '../../render/types.ts';
import { stateFolder, writeState } from '../../state.ts';

type Env = Pick<Deps, 'env'>;

/** Says of a repository's commands, each as it is written, whether they were trusted. `top`: its work tree. */
export function withTrust(config: Config, top: string, deps: Env): Config {
  if (commandsOf(config).length === 0) return config;
  const trusted = trustedIn(top, deps);
  const told = <T extends { readonly render?: RenderCommand }>(one: T): T =>
    one.render !== undefined && trusted.has(digestOf(one.render)) ? { ...one, isTrusted: true } : one;
  const environments = config.environments.map((environment) => ({
    ...environment,
    apps: environment.apps.map(told),
  }));
  return { ...config, environments, renders: config.renders.map(told) };
}

/** Every command that a configuration names, once. */
export function commandsOf({ environments, renders }: Config): readonly RenderCommand[] {
  const entries = [...environments.flatMap(({ apps }) => apps), ...renders];
  const all = entries.flatMap(({ render }) => render ?? []);
  return [...new Map(all.map((command) => [digestOf(command), command])).values()];
}

/** Whatever differs in it, it is another command. */
export function digestOf({ argv, cwd }: RenderCommand): string {
  return createHash('sha256')
    .update(JSON.stringify([argv, cwd]))
    .digest('hex');
}

/** Digests of what was trusted in a repository. */
export function trustedIn(top: string, deps: Env): ReadonlySet<string> {
  try {
    const kept: Json = JSON.parse(readFileSync(fileOf(top, deps), 'utf8'));
    return new Set(isArray(kept) ? kept.filter((one) => typeof one === 'string') : []);
  } catch {
    // what cannot be read trusts nothing
    return new Set();
  }
}

/** Throws what the file system throws. */
export function keepTrusted(top: string, digests: ReadonlySet<string>, deps: Env): void {
  writeState(fileOf(top, deps), `${JSON.stringify([...digests])}\n`);
}

function fileOf(top: string, deps: Env): string {
  const name = createHash('sha256').update(top).digest('hex').slice(0, 32);
  return join(stateFolder(deps, 'trust'), `${name}.json`);
}
