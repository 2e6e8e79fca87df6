import type { Config, Environment } from './config.ts';
import { nearest } from './config-error.ts';
import { UsageError } from './errors.ts';

/** What is known of the cluster in question, and what was asked for. */
export interface Asked {
  readonly env: string | undefined;
  readonly context: string | null;
  /** Named on the command line, not merely current. */
  readonly contextExplicit: boolean;
  readonly server: string | undefined;
  /** uid of kube-system; undefined: not asked for, see `needsClusterId`. */
  readonly clusterId: string | undefined;
  /** `git config gitops.env.NAME.context` by NAME: what this machine calls the context. */
  readonly overrides?: ReadonlyMap<string, string>;
}

/**
 * The environment a command is about. Asked by name, that one, if it may be this cluster's; else the only one that
 * matches the cluster; null: none does. Throws UsageError where several match and where `--env` and cluster disagree.
 */
export function chooseEnvironment(config: Pick<Config, 'environments'>, asked: Asked): Environment | null {
  if (asked.env !== undefined) {
    const chosen = named(config, asked.env);
    if (!matches(chosen, asked)) throw contradiction(chosen, asked);
    return chosen;
  }
  const [first, ...more] = config.environments.filter((environment) => matches(environment, asked));
  if (first !== undefined && more.length > 0) throw ambiguous([first, ...more], asked);
  return first ?? null;
}

/** The context to connect to for `--env`, whatever is current; undefined: the current one or `--context`. */
export function contextFor(
  config: Pick<Config, 'environments'>,
  asked: Pick<Asked, 'env' | 'context' | 'contextExplicit' | 'overrides'>,
): string | undefined {
  if (asked.env === undefined) return undefined;
  const environment = named(config, asked.env);
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

function named({ environments }: Pick<Config, 'environments'>, name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found !== undefined) return found;
  const names = environments.map((environment) => environment.name);
  const near = nearest(name, names) ?? names[0];
  throw new UsageError('UNKNOWN_ENVIRONMENT', `.gitops.yaml has no environment "${name}"`, {
    facts: names.length === 0 ? [] : [`environments: ${names.join(', ')}`],
    hint: near === undefined ? 'describe it in .gitops.yaml: kubectl gitops init' : `write --env ${near}`,
  });
}

/** Everything an environment says of its cluster must hold; what is not known of the cluster does not count. */
function matches(environment: Environment, asked: Asked): boolean {
  const { server, clusterId } = environment;
  const contexts = contextsOf(environment, asked);
  const said = [
    contexts.length === 0 ? null : asked.context !== null && contexts.includes(asked.context),
    server === undefined || asked.server === undefined ? null : sameServer(server, asked.server),
    clusterId === undefined || asked.clusterId === undefined ? null : clusterId === asked.clusterId,
  ].filter((one) => one !== null);
  return said.length > 0 && said.every(Boolean);
}

function contextsOf(
  { name, contexts }: Environment,
  { overrides }: Pick<Asked, 'overrides'>,
): readonly string[] {
  const own = overrides?.get(name);
  return own === undefined ? contexts : [own];
}

function sameServer(one: string, other: string): boolean {
  return urlOf(one) === urlOf(other);
}

function urlOf(text: string): string {
  if (!URL.canParse(text)) return text;
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

function contradiction(
  environment: Environment,
  asked: Pick<Asked, 'context' | 'contextExplicit' | 'overrides'>,
): UsageError {
  const { name, server, clusterId } = environment;
  const contexts = contextsOf(environment, asked);
  const meant = [
    ...(contexts.length === 0 ? [] : [`context ${contexts.join(' or ')}`]),
    ...(server === undefined ? [] : [`server ${server}`]),
    ...(clusterId === undefined ? [] : [`cluster ${clusterId}`]),
  ].join(', ');
  const is = `${asked.contextExplicit ? '--context says' : 'the current context is'} ${asked.context ?? 'unknown'}`;
  return new UsageError('CONTEXT_CONTRADICTS', `environment ${name} is ${meant}, and ${is}`, {
    hint:
      contexts.length === 0 || contexts.includes(asked.context ?? '')
        ? `choose a context of that cluster: --env ${name} --context NAME`
        : `write --env ${name} --context ${contexts[0] ?? 'NAME'}`,
  });
}

function ambiguous(environments: readonly Environment[], asked: Asked): UsageError {
  const widest = Math.max(...environments.map(({ name }) => name.length));
  return new UsageError(
    'AMBIGUOUS_ENVIRONMENT',
    `${environments.length} environments of .gitops.yaml match context ${asked.context ?? 'in use'}`,
    {
      facts: environments.map(({ name, apps }) =>
        `  ${name.padEnd(widest)}  ${apps.map(({ root }) => root).join(', ')}`.trimEnd(),
      ),
      hint: `name the one that is meant: --env ${environments[0]?.name ?? 'NAME'}`,
    },
  );
}
