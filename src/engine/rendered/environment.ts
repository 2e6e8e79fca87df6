import { environmentNamed } from '../../config/choice.ts';
import type { Config, Environment } from '../../config/types.ts';
import type { Targets } from '../../discover/targets.ts';
import { UsageError } from '../../errors.ts';
import type { Query } from '../query.ts';

/** The one of `--env`, the only one, or the only one that configures the paths. Throws UsageError where several may be meant. */
export function environmentMeant(
  config: Config | null,
  targets: Targets,
  { env }: Query,
): Environment | null {
  if (env !== undefined) {
    if (config !== null) return environmentNamed(config, env);
    throw new UsageError('NO_CONFIG', `--env ${env}: there is no .gitops.yaml that could name it`, {
      hint: 'write .gitops.yaml at the top of the repository, or leave out --env',
    });
  }
  const environments = config?.environments ?? [];
  const isPathAlone = targets.roots.length > 0 && targets.apps.length === 0;
  const meant = environments.filter(({ apps }) =>
    apps.some(({ root, name }) =>
      isPathAlone ? targets.roots.some(({ path }) => path === root) : isNamed(targets, name ?? root),
    ),
  );
  const [first, ...more] = meant;
  if (first === undefined) return null;
  if (more.length === 0) return first;
  throw new UsageError('AMBIGUOUS_ENVIRONMENT', `${meant.length} environments of .gitops.yaml may be meant`, {
    facts: meant.map(({ name, apps }) => `  ${name}  ${apps.map(({ root }) => root).join(', ')}`),
    hint: `name the one that is meant: --env ${first.name}`,
  });
}

function isNamed({ apps }: Targets, name: string): boolean {
  return apps.length === 0 || apps.includes(name);
}
