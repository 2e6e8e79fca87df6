import { createHash } from 'node:crypto';
import { groupOf, type KubeObject, objectAt, stringOr } from '../object.ts';
import { VERSION } from '../version.ts';

/** Labels and annotations of KEP-3659, so that kubectl's own tools understand the set. */
export const ID_LABEL = 'applyset.kubernetes.io/id';
export const PART_OF = 'applyset.kubernetes.io/part-of';
const TOOLING = 'applyset.kubernetes.io/tooling';
const GROUP_KINDS = 'applyset.kubernetes.io/contains-group-kinds';
const NAMESPACES = 'applyset.kubernetes.io/additional-namespaces';
/** Ours: what was applied, from where. */
const REPOSITORY = 'kubectl-gitops/repository';
const ROOT = 'kubectl-gitops/root';
const REVISION = 'kubectl-gitops/revision';

/** The record that an apply of an app leaves in the cluster. */
export interface ApplyRecord {
  readonly app: string;
  readonly namespace: string;
  readonly repository: string | null;
  readonly root: string;
  /** The commit that all objects were brought to; null: none yet. */
  readonly revision: string | null;
  /** The commit that is being applied, or whose apply did not finish. */
  readonly applying: string | null;
  readonly groupKinds: readonly string[];
  readonly namespaces: readonly string[];
}

/** `gitops-APP`: an app's name may be a path. */
export function parentName(app: string): string {
  const plain = app
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return `gitops-${plain === '' ? 'root' : plain}`.slice(0, 253);
}

/** The id of the set whose parent is this Secret: V1 of the KEP, so nobody can claim another parent's set. */
export function applySetId({ app, namespace }: Pick<ApplyRecord, 'app' | 'namespace'>): string {
  const text = `${parentName(app)}.${namespace}.Secret.`;
  return `applyset-${createHash('sha256').update(text).digest('base64url')}-v1`;
}

export function parentOf(record: ApplyRecord): KubeObject {
  const { app, namespace, repository, root, revision, applying, groupKinds, namespaces } = record;
  const annotations: Record<string, string> = {
    [TOOLING]: `kubectl-gitops/v${VERSION}`,
    [GROUP_KINDS]: groupKinds.toSorted().join(','),
    [NAMESPACES]: namespaces
      .filter((one) => one !== namespace)
      .toSorted()
      .join(','),
    [ROOT]: root,
    ...(repository === null ? {} : { [REPOSITORY]: repository }),
    ...(revision === null && applying === null
      ? {}
      : {
          [REVISION]: applying === null ? (revision ?? '') : `${revision ?? ''} applying=${applying}`.trim(),
        }),
  };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: parentName(app),
      namespace,
      labels: { [ID_LABEL]: applySetId({ app, namespace }) },
      annotations,
    },
    type: 'kubectl-gitops/applyset',
  };
}

/** What a parent says; null: it is none of ours. */
export function recordOf(parent: KubeObject, app: string): ApplyRecord | null {
  const annotations = objectAt(parent.metadata.annotations);
  const root = stringOr(annotations[ROOT], null);
  const namespace = stringOr(parent.metadata.namespace, null);
  if (root === null || namespace === null) return null;
  const [first = '', ...rest] = stringOr(annotations[REVISION], '').split(' ');
  const words = [first, ...rest];
  const applying = words.find((word) => word.startsWith('applying='))?.slice('applying='.length) ?? null;
  const revision = words.find((word) => /^[0-9a-f]{40,64}$/.test(word)) ?? null;
  const list = (key: string) =>
    stringOr(annotations[key], '')
      .split(',')
      .filter((one) => one !== '');
  return {
    app,
    namespace,
    repository: stringOr(annotations[REPOSITORY], null),
    root,
    revision,
    applying,
    groupKinds: list(GROUP_KINDS),
    namespaces: list(NAMESPACES),
  };
}

/** `Deployment.apps`, `ConfigMap`: how the KEP writes a kind. */
export function groupKindOf({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}
