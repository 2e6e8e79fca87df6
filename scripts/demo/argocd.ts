import { type ArgoCd, startArgoCd } from '../../test/support/argocd/argocd.ts';
import { expectText, LIVE, type Stage } from './stage.ts';

/** Starts Argo CD and plays its chapter; the caller stops it, when everybody has seen enough. */
export async function playArgoCd(stage: Stage, started: (argocd: ArgoCd) => void): Promise<void> {
  const { tell, show, until, push } = stage;
  const argocd = await startArgoCd(stage.cluster, {
    // as Argo CD comes: the commit of a branch is asked for every three minutes
    resyncSeconds: 180,
  });
  started(argocd);

  tell('A shop in git, deployed by a real Argo CD: an app of apps. web heals itself, api does not.');
  await show('kubectl apply -f argocd/shop.yaml');
  for (const app of ['shop', 'web', 'api']) {
    const what = `application.argoproj.io/${app} -n argocd`;
    await until(what, '{.status.sync.status} {.status.health.status}', 'Synced Healthy');
  }
  tell('What runs here, and from which commit? Nothing is configured: Argo CD itself is asked.');
  await show('ls -A && kubectl gitops status');

  tell('3 a.m.: somebody mends both by hand. Argo CD is held still meanwhile: it would be faster than you.');
  argocd.pause();
  await show('kubectl set image deployment/web web=nginx:1.26 -n shop');
  await show('kubectl edit deployment/api -n shop   # memory: 1Gi');
  await show('kubectl set env deployment/api DEBUG=1 -n shop');
  tell('What left git, who was it, and what becomes of it?');
  const night = await show('kubectl gitops diff', 1);
  expectText(night.stdout, 'fate  reverted', 'fate  pending', 'fate  kept');

  tell('Argo CD goes on. Some seconds later:');
  argocd.resume();
  await until('deployment/web -n shop', '{.spec.template.spec.containers[0].image}', 'nginx:1.27');
  await show(LIVE);
  await until('application.argoproj.io/web -n argocd', '{.status.health.status}', 'Healthy');

  tell('Next morning Grace pushes api 1.5.0. Argo CD has not seen it yet:');
  argocd.pause();
  const commit = await push('apps/api/deployment.yaml', 'api:1.4.0', 'api:1.5.0', 'api 1.5.0');
  const behind = await show('kubectl gitops status', 1);
  expectText(behind.stdout, 'behind by 1 commit');
  await show('kubectl gitops diff', 1);

  tell('She asks for it, and waits. The memory of the night is gone with it, as was said; DEBUG is not:');
  argocd.resume();
  await show('kubectl gitops sync api --wait --timeout 3m');
  const synced = await show('kubectl gitops status', 1);
  expectText(synced.stdout, `${commit.slice(0, 7)} api 1.5.0`);
  await show(LIVE);
  const last = await show('kubectl gitops diff', 1);
  expectText(last.stdout, 'env[name="DEBUG"]', '1 drifted (1 field)');
}
