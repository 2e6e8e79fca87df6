import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { isArray, isObject, type JsonObject, objectAt } from '../../../src/object.ts';
import { type Look, lookAt } from '../look.ts';
import { repository, type TestRepository } from '../repository.ts';
import { eventually } from '../servers/supervisor.ts';
import { type ArgoCd, selfHealing } from './argocd.ts';

type Files = Readonly<Record<string, string>>;

/** Many applications of one repository, brought up by a root application. */
export interface Fleet {
  readonly repo: TestRepository;
  /** Stands in every name that others on the cluster might have. */
  readonly id: string;
  /** Of the root application. */
  readonly root: string;
  readonly look: Look;
}

/** The manifest of an Application that follows `main`; what is changed by hand it leaves as it is. */
export function following(
  name: string,
  source: string,
  namespace: string,
  syncOptions = '[CreateNamespace=true]',
): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: ${namespace}}
  ${source}
  syncPolicy: {automated: {prune: true}, syncOptions: ${syncOptions}}
`;
}

/** Commits the files and makes the root application; waits until `count` applications are synced to the commit. */
export async function bringUp(
  argocd: ArgoCd,
  { path, count }: { readonly path: (id: string) => string; readonly count: number },
  files: (url: string, id: string) => Files,
): Promise<Fleet> {
  const repo = repository();
  const id = randomBytes(3).toString('hex');
  repo.commit(files(`file://${repo.dir}`, id));
  const root = `root-${id}`;
  const { cluster } = argocd;
  const kinds = ['applicationsets.argoproj.io', 'applications.argoproj.io'];
  const own = async (kind: string) => {
    const list: unknown = JSON.parse(await cluster.run(['get', kind, '-n', 'argocd', '-o', 'json']));
    return itemsOf(list).filter(({ metadata }) => String(objectAt(metadata).name).endsWith(`-${id}`));
  };
  onTestFinished(async () => {
    // a root or a set that is still there would make them anew
    await cluster.run(['delete', kinds[1] ?? '', root, '-n', 'argocd', '--ignore-not-found']);
    for (const kind of kinds) {
      const names = (await own(kind)).map(({ metadata }) => String(objectAt(metadata).name));
      if (names.length > 0) await cluster.attempt(['delete', kind, ...names, '-n', 'argocd']);
    }
  });
  await argocd.app({
    name: root,
    repo,
    source: { path: path(id) },
    destination: { server: argocd.inCluster, namespace: 'argocd' },
    syncPolicy: selfHealing,
  });
  const commit = repo.git('rev-parse', 'HEAD').trim();
  let last: readonly JsonObject[] = [];
  await eventually(`${count} synced applications`, 90_000, async () => {
    last = await own('applications.argoproj.io');
    return last.length === count && last.every((app) => isSynced(app, commit));
  }).catch((cause: unknown) => {
    throw new Error(last.map(told).join('\n'), { cause });
  });
  return { repo, id, root, look: await lookAt(repo, cluster.kubeconfig) };
}

function itemsOf(list: unknown): readonly JsonObject[] {
  const items = isObject(list) ? list.items : undefined;
  return isArray(items) ? items.map((one) => objectAt(one)) : [];
}

function isSynced({ status, operation }: JsonObject, commit: string): boolean {
  const { sync, operationState } = objectAt(status);
  const { revision, revisions, status: word } = objectAt(sync);
  // a chart from elsewhere has a version of its own
  const isAt =
    revision === commit ||
    /^\d+\.\d+\.\d+$/.test(String(revision)) ||
    (isArray(revisions) && revisions.includes(commit));
  const { phase = 'Succeeded' } = objectAt(operationState);
  return isAt && word === 'Synced' && operation === undefined && phase === 'Succeeded';
}

function told({ metadata, status }: JsonObject): string {
  const { sync, conditions, operationState } = objectAt(status);
  const { phase, message } = objectAt(operationState);
  return `${String(objectAt(metadata).name)}: ${JSON.stringify({ sync, conditions, phase, message })}`;
}
