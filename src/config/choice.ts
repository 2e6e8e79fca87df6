import { UsageError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type Asked, contextsOf, matches, meantBy } from './clusters.ts';
import type { Config, Environment } from './types.ts';

/**
 * The environment a command is about. Asked by name, that one, if it may be this cluster's; else the only one that
 * matches the cluster; null: the file names none. Throws UsageError where none or several match, for what is meant for
 * one cluster must not be compared with another, and where `--env` and cluster disagree.
 */
export function chooseEnvironment(config: Pick<Config, 'environments'>, asked: Asked): Environment | null {
  if (asked.env !== undefined) {
    const chosen = environmentNamed(config, asked.env);
    if (!matches(chosen, asked)) throw contradiction(chosen, asked);
    return chosen;
  }
  const [first, ...more] = config.environments.filter((environment) => matches(environment, asked));
  if (first === undefined && config.environments.length > 0) throw noneMatches(config, asked);
  if (first !== undefined && more.length > 0) throw ambiguous([first, ...more], asked);
  return first ?? null;
}

/** The context to connect to for `--env`, whatever is current; undefined: the current one or `--context`. */
export function contextFor(
  config: Pick<Config, 'environments'>,
  asked: Pick<Asked, 'env' | 'context' | 'contextExplicit' | 'overrides'>,
): string | undefined {
  if (asked.env === undefined) return undefined;
  const environment = environmentNamed(config, asked.env);
  const contexts = contextsOf(environment, asked);
  const [only, ...more] = contexts;
  if (only === undefined) return undefined;
  if (asked.context !== null && contexts.includes(asked.context)) return asked.context;
  if (asked.contextExplicit) throw contradiction(environment, asked);
  if (more.length === 0) return only;
  throw new UsageError('AMBIGUOUS_CONTEXT', `environment ${environment.name} is in several contexts`, {
    facts: [`contexts: ${contexts.join(', ')}`],
    hint: `add --context ${only}`,
  });
}

/** Whether the uid of kube-system can decide anything. */
export function needsClusterId({ environments }: Pick<Config, 'environments'>): boolean {
  return environments.some(({ clusterId }) => clusterId !== undefined);
}

/** Throws UsageError UNKNOWN_ENVIRONMENT. */
export function environmentNamed({ environments }: Pick<Config, 'environments'>, name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found !== undefined) return found;
  const names = environments.map((environment) => environment.name);
  const near = nearest(name, names) ?? names[0];
  throw new UsageError('UNKNOWN_ENVIRONMENT', `.gitops.yaml has no environment "${name}"`, {
    facts: names.length === 0 ? [] : [`environments: ${names.join(', ')}`],
    hint: near === undefined ? 'describe it under environments: in .gitops.yaml' : `write --env ${near}`,
  });
}

function contradiction(
  environment: Environment,
  asked: Pick<Asked, 'context' | 'contextExplicit' | 'overrides'>,
): UsageError {
  const { name } = environment;
  const contexts = contextsOf(environment, asked);
  const is = `${asked.contextExplicit ? '--context says' : 'the current context is'} ${asked.context ?? 'unknown'}`;
  return new UsageError(
    'CONTEXT_CONTRADICTS',
    `environment ${name} is ${meantBy(environment, asked)}, and ${is}`,
    {
      hint:
        contexts.length === 0 || contexts.includes(asked.context ?? '')
          ? `choose a context of that cluster: --env ${name} --context NAME`
          : `write --env ${name} --context ${contexts[0] ?? 'NAME'}`,
    },
  );
}

function noneMatches({ environments }: Pick<Config, 'environments'>, asked: Asked): UsageError {
  return new UsageError(
    'NO_ENVIRONMENT',
    `context ${asked.context ?? 'in use'} is no environment of .gitops.yaml`,
    {
      facts: table(environments, (environment) => meantBy(environment, asked)),
      hint: 'choose one of these with --context NAME, or give the path of a root',
    },
  );
}

function ambiguous(environments: readonly Environment[], asked: Asked): UsageError {
  return new UsageError(
    'AMBIGUOUS_ENVIRONMENT',
    `${environments.length} environments of .gitops.yaml match context ${asked.context ?? 'in use'}`,
    {
      facts: table(environments, ({ apps }) => apps.map(({ root }) => root).join(', ')),
      hint: `name the one that is meant: --env ${environments[0]?.name ?? 'NAME'}`,
    },
  );
}

function table(
  environments: readonly Environment[],
  say: (environment: Environment) => string,
): readonly string[] {
  const widest = Math.max(...environments.map(({ name }) => name.length));
  return environments.map((one) => `  ${one.name.padEnd(widest)}  ${say(one)}`.trimEnd());
}
