import type { Environment } from './types.ts';

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

/** Everything an environment says of its cluster must hold; what is not known of the cluster does not count. */
export function matches(environment: Environment, asked: Asked): boolean {
  const { server, clusterId } = environment;
  const contexts = contextsOf(environment, asked);
  const said = [
    contexts.length === 0 ? null : asked.context !== null && contexts.includes(asked.context),
    server === undefined || asked.server === undefined ? null : sameServer(server, asked.server),
    clusterId === undefined || asked.clusterId === undefined ? null : clusterId === asked.clusterId,
  ].filter((one) => one !== null);
  return said.length > 0 && said.every(Boolean);
}

/** The contexts an environment names, or what this machine calls it instead. */
export function contextsOf(
  { name, contexts }: Environment,
  { overrides }: Pick<Asked, 'overrides'>,
): readonly string[] {
  const own = overrides?.get(name);
  return own === undefined ? contexts : [own];
}

/** `context prod-eu or prod-us, server https://…`: the cluster an environment is. */
export function meantBy(environment: Environment, asked: Pick<Asked, 'overrides'>): string {
  const { server, clusterId } = environment;
  const contexts = contextsOf(environment, asked);
  return [
    ...(contexts.length === 0 ? [] : [`context ${contexts.join(' or ')}`]),
    ...(server === undefined ? [] : [`server ${server}`]),
    ...(clusterId === undefined ? [] : [`cluster ${clusterId}`]),
  ].join(', ');
}

/** Whether two URLs are the same address, however they are written. */
export function sameServer(one: string, other: string): boolean {
  return urlOf(one) === urlOf(other);
}

function urlOf(text: string): string {
  if (!URL.canParse(text)) return text;
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
