import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  application,
  argoMark,
  type BenchApp,
  benchApps,
  filesOf,
  fluxMark,
  kustomization,
  markedObjects,
} from '../test/bench/apps.ts';
import { type Command, compareEach, secondsUntil } from '../test/bench/measure.ts';
import { type PushRepository, pushRepository } from '../test/bench/push-repository.ts';
import { installArgoCd } from '../test/support/argocd/install.ts';
import { fluxDefinitions } from '../test/support/flux/build.ts';
import type { PushBench } from './bench-push.ts';

const URL_OF_SHOP = 'https://git.example.com/shop.git';
const root = new URL('..', import.meta.url).pathname;

type AppsBench = Omit<PushBench, 'report'> & { readonly runs: number };

/**
 * Repositories of many apps, of which nothing but the controllers' own objects tells: these are written by hand, status
 * and all, so that no controller moves while somebody measures. Beside it is one `kubectl diff` for each app.
 */
export async function compareApps(bench: AppsBench): Promise<void> {
  const { cluster, kubectl } = bench;
  const definitions = await fluxDefinitions();
  kubectl('apply', '--server-side', ...definitions.flatMap((folder) => ['-f', folder]));
  await installArgoCd(cluster);
  kubectl('create', 'namespace', 'flux-system');

  const fluxApps = benchApps(70, 'flux-apps');
  const flux = lay(bench, 'flux', fluxApps);
  applyAs(bench, 'kustomize-controller', 'flux-live', markedObjects(fluxApps, fluxMark));
  await declareToFlux(bench, fluxApps, flux.git('rev-parse', 'HEAD').trim());
  await measure(bench, '70 of Flux', flux, fluxApps);

  const apps = benchApps(500, 'argo-apps');
  const argo = lay(bench, 'argo', apps);
  const commit = argo.git('rev-parse', 'HEAD').trim();
  applyAs(bench, 'argocd-controller', 'argo-live', markedObjects(apps, argoMark));
  for (const count of [100, 500]) {
    const some = apps.slice(0, count);
    const items = some.map((app) => application(app, URL_OF_SHOP, commit));
    applyAs(
      bench,
      'argocd-server',
      `argo-${count}`,
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    );
    await measure(bench, `${count} of Argo CD`, argo, some);
  }
}

function lay({ dir, kubectl }: AppsBench, name: string, apps: readonly BenchApp[]): PushRepository {
  kubectl('create', 'namespace', `${name}-apps`);
  const repository = pushRepository(join(dir, name), filesOf(apps));
  // as the objects of the controllers name it
  repository.git('remote', 'add', 'shop', URL_OF_SHOP);
  return repository;
}

function applyAs(
  { dir, kubectl }: AppsBench,
  manager: string,
  name: string,
  text: string,
  ...more: readonly string[]
) {
  const file = join(dir, `${name}.json`);
  writeFileSync(file, text);
  kubectl('apply', '--server-side', '--force-conflicts', `--field-manager=${manager}`, ...more, '-f', file);
}

async function declareToFlux(bench: AppsBench, apps: readonly BenchApp[], commit: string): Promise<void> {
  const source = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'shop', namespace: 'flux-system' },
    spec: { url: URL_OF_SHOP, interval: '1h', ref: { branch: 'main' } },
  };
  const all = apps.map((app) => kustomization(app, commit));
  const objects = [source, ...all.map(({ object }) => object)];
  const list = (items: readonly object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  applyAs(bench, 'flux', 'flux-objects', list(objects));
  const statuses = list(all.map(({ status }) => status));
  applyAs(bench, 'kustomize-controller', 'flux-status', statuses, '--subresource=status');
}

async function measure(
  { cluster, env, programs, empty, runs }: AppsBench,
  what: string,
  repository: PushRepository,
  apps: readonly BenchApp[],
): Promise<void> {
  const cwd = repository.dir;
  const theirs: Command = {
    file: process.execPath,
    args: [join(root, 'test/bench/each-root.ts'), cluster.kubectl, 'diff', ...apps.map((app) => app.root)],
    env,
    cwd,
  };
  for (const [name, file] of programs) {
    const { status, stdout } = spawnSync(file, ['diff'], {
      cwd,
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    // what is measured is a cluster that is as git wants it
    if (status !== 0) throw new Error(`${what}, ${name}: diff ended with ${status}: ${stdout.slice(-500)}`);
  }
  const ours = programs.flatMap(([name, file]) =>
    (['diff', 'status'] as const).flatMap((verb) =>
      ([false, true] as const).map((cold) => ({
        name: `${what}, ${verb}, ${cold ? 'cold' : 'warm'}, ${name}`,
        command: { file, args: [verb], env, cwd, ...(cold ? { before: empty } : {}) } satisfies Command,
      })),
    ),
  );
  const pairs = await compareEach(
    theirs,
    ours.map(({ command }) => command),
    runs,
  );
  for (const [index, { name, command }] of ours.entries()) {
    const pair = pairs[index];
    if (pair === undefined) continue;
    const told = await secondsUntil({ ...command, args: [...command.args, '-v'] }, /rendering/);
    process.stdout.write(
      `${name.padEnd(44)} ${pair.theirs.toFixed(2).padStart(7)}s ${pair.ours.toFixed(3).padStart(8)}s ${`${pair.ratio.toFixed(1)}x`.padStart(8)}  ${''.padStart(6)}  ${Math.round(pair.megabytes)} MB  renders after ${told?.toFixed(2) ?? '?'}s\n`,
    );
  }
}
