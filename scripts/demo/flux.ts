import { execFileSync } from 'node:child_process';
import { type Flux, startFlux } from '../../test/support/flux/controller.ts';
import { SHOP_URL } from './shop.ts';
import { expectText, LIVE, type Stage } from './stage.ts';

/**
 * Starts Flux's kustomize-controller and plays its chapter; the caller stops it, when everybody has seen enough. Commits
 * are handed to it as source-controller would do it.
 */
export async function playFlux(stage: Stage, started: (flux: Flux) => void): Promise<void> {
  const { tell, show, until, push, work, cluster } = stage;
  const flux = await startFlux(cluster);
  started(flux);
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: work, env: { ...process.env, ...stage.env }, encoding: 'utf8' });
  const fetched = () => flux.push({ dir: work, git }, { name: 'shop', url: SHOP_URL });
  const ready = (name: string) =>
    until(
      `kustomization.kustomize.toolkit.fluxcd.io/${name} -n flux-system`,
      '{.status.conditions[?(@.type=="Ready")].status}',
      'True',
    );
  await fetched();

  tell("A shop in git, deployed by Flux's own kustomize-controller: a Kustomization that declares two more.");
  await show('kubectl apply -f flux/shop.yaml');
  for (const name of ['shop', 'web', 'api']) await ready(name);
  tell('What runs here, and from which commit? Nothing is configured: Flux itself is asked.');
  await show('ls -A && kubectl gitops status');

  tell('3 a.m.: one mends things with kubectl, another one in k9s (whose name kubectl lends here):');
  await show('kubectl set image deployment/web web=nginx:1.26 -n shop');
  await show('kubectl set env deployment/web DEBUG=1 -n shop');
  await show('kubectl set env deployment/api TRACE=1 -n shop --field-manager=k9s');
  tell(
    'What left git, who was it, and what becomes of it? Flux takes away what kubectl added, and nothing else:',
  );
  const night = await show('kubectl gitops diff', 1);
  expectText(night.stdout, 'fate  reverted', 'fate  kept');

  tell('The hour is over, and Flux reconciles (here it is asked to):');
  await show('kubectl gitops sync web && kubectl gitops sync api');
  await until('deployment/web -n shop', '{.spec.template.spec.containers[0].image}', 'nginx:1.27');
  for (const name of ['web', 'api', 'shop']) await flux.reconcile(name, 'flux-system');
  await show(LIVE);
  const kept = await show('kubectl gitops diff', 1);
  expectText(kept.stdout, 'env[name="TRACE"]', '1 drifted (1 field)');

  tell('Grace pushes api 1.5.0. Flux has not fetched it yet:');
  const commit = await push('apps/api/deployment.yaml', 'api:1.4.0', 'api:1.5.0', 'api 1.5.0');
  const behind = await show('kubectl gitops status', 1);
  expectText(behind.stdout, 'behind by 1 commit');

  tell('It fetches it. Grace waits until it is live, and healthy:');
  await fetched();
  const done = await show('kubectl gitops status --wait --timeout 3m');
  expectText(done.stdout, commit.slice(0, 7));
  await show(LIVE);
}
