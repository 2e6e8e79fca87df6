import { getOne } from '../../cluster/live.ts';
import type { NamedRule } from '../../drift/ignore/ignore.ts';
import type { Mark } from '../../drift/owners/marks.ts';
import type { DeployerSettings } from '../../guard/types.ts';
import { groupOf, type KubeObject, namespaceOf } from '../../object.ts';
import type { Cluster } from '../types.ts';

/** What a deployer's own object says of itself and of the objects it answers for. */
export interface DeployerFacts {
  readonly settings: DeployerSettings | null;
  /** What it leaves out of its own comparison. */
  readonly ignores: readonly NamedRule[];
  /** Whether it lists the object as its own; null: it cannot be told. A mark that it does not know is a copied one. */
  readonly declares: (live: KubeObject) => boolean | null;
  /** Everything it lists as its own; null: it cannot be told. */
  readonly objects: readonly Tracked[] | null;
  /** The git commit that it deployed last, in full; null: unknown, or no commit (a chart's version, a digest). */
  readonly deployed: string | null;
  /** A commit whose apply was begun and did not finish. */
  readonly unfinished: string | null;
  /** Of its Argo CD: what the marks of its objects name besides; null: not known, or no Argo CD. */
  readonly installation: string | null;
}

/** An object in an inventory. */
export interface Tracked {
  readonly group: string;
  readonly kind: string;
  /** null: none, or the release's own (Helm). */
  readonly namespace: string | null;
  readonly name: string;
}

export interface Asking extends Pick<Cluster, 'http' | 'discovery'> {
  /** Objects of controllers that were read already. */
  readonly known?: readonly KubeObject[];
  /** `data` of every argocd-cm that was read already, by the namespace that an Argo CD lives in. */
  readonly settings?: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Of a deployer that cannot be asked. */
export const UNKNOWN: DeployerFacts = {
  settings: null,
  ignores: [],
  declares: () => null,
  objects: null,
  deployed: null,
  unfinished: null,
  installation: null,
};

/** Whether a mark is this deployer's, and not that of another Argo CD which has an Application of the same name. */
export function isOfInstallation(mark: Mark | null, { installation }: DeployerFacts): boolean {
  return mark?.installation === undefined || installation === null || mark.installation === installation;
}

/** An object of a controller, by `namespace/name`; null: there is none, or no such kind. Throws ClusterError. */
export async function named(
  group: string,
  kind: string,
  name: string,
  where: Asking,
): Promise<KubeObject | null> {
  const { http, discovery } = where;
  const resource = discovery.resources.find((one) => one.kind === kind && groupOf(one.apiVersion) === group);
  const [namespace = '', short = ''] = name.split('/');
  const known = where.known?.find(
    (one) => one.kind === kind && one.metadata.name === short && namespaceOf(one) === namespace,
  );
  if (known !== undefined) return known;
  return resource === undefined ? null : getOne(http, resource, namespace, short);
}

/** Whether an entry of an inventory means this object. */
export function isSame({ group, kind, namespace, name }: Tracked, live: KubeObject): boolean {
  return (
    groupOf(live.apiVersion) === group &&
    live.kind === kind &&
    live.metadata.name === name &&
    (namespace === null || namespaceOf(live) === namespace)
  );
}
