import { vi } from 'vitest';
import { isArray, type JsonObject, type KubeObject, objectAt, stringOr } from '../../../src/object.ts';
import type { Cluster } from '../servers/cluster.ts';
import type { Dice } from '../generate.ts';
import { gitops } from '../gitops.ts';
import { folder, repository } from '../repository.ts';
import { sharedCluster } from '../servers/shared-cluster.ts';
import { send, type Way } from './deployers.ts';
import { AUTO, CONFIG, filesOf, nameIn, objectsOf } from './world.ts';

export type Problems = ReadonlyMap<string, readonly JsonObject[]>;

/** An autoscaler scales, a controller reports, and somebody restarts: none of it is out of git. */
async function controllersWork(cluster: Cluster, namespace: string): Promise<void> {
  const auto = [`deployment/${AUTO}`, '-n', namespace];
  const asController = ['--field-manager=kube-controller-manager', '--type=merge'];
  await cluster.run([
    'patch',
    ...auto,
    ...asController,
    '--subresource=scale',
    '-p',
    '{"spec":{"replicas":6}}',
  ]);
  await cluster.run([
    'patch',
    ...auto,
    ...asController,
    '--subresource=status',
    '-p',
    '{"status":{"replicas":6}}',
  ]);
  await cluster.run(['rollout', 'restart', ...auto]);
}

/** A repository of which a commit is deployed in one way, and what `validate` says of commits upon it. */
export type World = Awaited<ReturnType<typeof deployed>>;

export async function deployed(
  name: string,
  way: Way,
  dice: Dice,
  again: (object: KubeObject) => KubeObject,
) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('pushes');
  const app = `${namespace}-shop`;
  // what is deployed was committed a while before
  vi.stubEnv('GIT_COMMITTER_DATE', new Date(Date.now() - 3_600_000).toISOString());
  const first = objectsOf(namespace, dice);
  const repo = repository({ '.gitops.yaml': CONFIG, ...filesOf(first) });
  const remote = folder();
  repo.git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  repo.git('remote', 'add', 'origin', remote);
  const run = (...args: readonly string[]) => gitops(args, { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  const apply = async () => {
    repo.git('push', '--quiet', '--force', '--set-upstream', 'origin', 'main');
    return run('apply', '--yes');
  };
  const must = ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => {
    if (code !== 0) throw new Error(`deploying ended with ${code}: ${stdout}${stderr}`);
  };

  if (way.first === null) must(await apply());
  for (const command of way.first ?? []) must(await send(cluster, way, command, first, app));
  let objects = first;
  if (dice.chance(0.6)) {
    const second = first.map(again);
    if (way.first === null) {
      const commit = repo.git('rev-parse', 'HEAD').trim();
      repo.commit(filesOf(second));
      const outcome = await apply();
      if (outcome.code === 0) objects = second;
      else {
        repo.git('reset', '--quiet', '--hard', commit);
        must(await apply());
      }
    }
    if (way.again !== null) {
      objects = await deployEach(second, first, way.again);
      repo.commit(filesOf(objects));
    }
  }
  const revision = repo.git('rev-parse', 'HEAD').trim();
  const known = way.record !== null && dice.chance(0.5);
  if (way.record !== null && known)
    must(
      await cluster.attempt(['apply', '--server-side', '-f', '-'], {
        input: JSON.stringify(way.record(namespace, app, revision)),
      }),
    );
  vi.unstubAllEnvs();
  await controllersWork(cluster, namespace);

  /** What the deployer refuses stays as it was. */
  async function deployEach(
    wanted: readonly KubeObject[],
    before: readonly KubeObject[],
    command: readonly string[],
  ): Promise<readonly KubeObject[]> {
    if ((await send(cluster, way, command, wanted, app)).code === 0) return wanted;
    const outcomes: KubeObject[] = [];
    for (const [index, one] of wanted.entries()) {
      const { code } = await send(cluster, way, command, [one], app);
      outcomes.push(code === 0 ? one : (before[index] ?? one));
    }
    return outcomes;
  }

  const validate = async (base: string, head = 'HEAD') => {
    const outcome = await run('validate', '-o', 'json', '--base', base, '--head', head);
    if (outcome.stdout === '') throw new Error(`exit ${outcome.code}: ${outcome.stderr}`);
    const { problems } = outcome.json();
    const all = isArray(problems) ? problems.map((one) => objectAt(one)) : [];
    const byObject = Map.groupBy(all, ({ object }) =>
      nameIn(stringOr(objectAt(object).kind, ''), stringOr(objectAt(object).name, '')),
    );
    return { code: outcome.code, problems: byObject };
  };

  /** Why the deployer itself would not take some objects; null: it would, or nobody can tell. */
  const refusal = async (objects: readonly KubeObject[]): Promise<string | null> => {
    const command =
      way.first === null
        ? ['apply', '--server-side', '--force-conflicts', '--field-manager=kubectl-gitops']
        : way.again;
    if (command === null) return null;
    const { code, stderr } = await send(cluster, way, [...command, '--dry-run=server'], objects, app);
    return code === 0 ? null : stderr;
  };

  const commit = (head: readonly KubeObject[]) => repo.commit(filesOf(head));
  const back = () => repo.git('reset', '--quiet', '--hard', revision);
  return { name, cluster, namespace, repo, objects, revision, known, validate, refusal, commit, back };
}
