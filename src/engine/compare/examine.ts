import type { Deps } from '../../deps.ts';
import { isEncrypted } from '../../drift/secrets/encrypted.ts';
import type { ManagerLists } from '../../drift/owners/managers.ts';
import type { GitopsError, Warning } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { inputsOf } from '../../render/render.ts';
import { openStore } from '../../store.ts';
import { type Judged, judge, type Thoroughness } from './ask.ts';
import { admissionWorld, openBirths } from './births.ts';
import { knownOf } from '../controlled/objects.ts';
import { type DeployedApps, deployedApps } from '../deployers/deployed.ts';
import { type Marks, openMarks } from '../deployers/marks.ts';
import { type Desired, helmTarget } from '../desired.ts';
import { type Decrypter, openDecrypter } from '../encrypted/decrypter.ts';
import { encryptedWarnings } from '../encrypted/warnings.ts';
import type { Sources } from '../explain.ts';
import { leaveOut } from '../guess.ts';
import { type Bases, openBases } from '../history/bases.ts';
import { atDeployedHead } from '../history/head.ts';
import { inspect, type Suspicion } from './inspect.ts';
import { behindWarning } from '../open/workspace.ts';
import type { Query, Say } from '../query.ts';
import type { Rendered } from '../render.ts';
import type { Resolved } from './resolve.ts';
import { resolveAll } from './resolve-all.ts';
import { scaleTargetsFor } from './scalers.ts';
import { openSources } from '../sources.ts';
import type { App, Cluster } from '../types.ts';
import { openVerdicts, type Verdicts } from './verdicts.ts';

/** What git declares beside what the cluster stores, judged, before anything is explained. */
export interface Examined {
  readonly resolved: Resolved;
  readonly found: ReturnType<typeof leaveOut>;
  readonly judged: readonly Judged[];
  readonly sources: Sources;
  readonly deployed: DeployedApps['of'];
  readonly marks: Marks;
  readonly warnings: readonly Warning[];
  /** Why parts of git or of the cluster could not be evaluated. */
  readonly errors: readonly GitopsError[];
}

/** What git declares beside what the cluster stores, before the server is asked anything about it. */
export interface Inspected {
  readonly resolved: Resolved;
  readonly found: ReturnType<typeof leaveOut>;
  /** What is not plainly in sync, beside what the deployer brought. */
  readonly suspicions: readonly Suspicion[];
  readonly deployed: DeployedApps;
  readonly marks: Marks;
  readonly decrypter: Decrypter;
  readonly bases: Bases | null;
  readonly verdicts: Verdicts;
}

/** Reads the cluster and the deployers' records. `all`: objects that are plainly in sync are handed on too. */
export async function look(
  cluster: Cluster,
  desired: Desired,
  query: Query,
  deps: Deps,
  say: Say,
  all: boolean,
): Promise<Inspected> {
  const { workspace, config, targets, rendered } = desired;
  say('reading the cluster');
  const resolved = resolveAll(rendered.apps, cluster, targets, query);
  // awaited only once there is something to compare
  resolved.ready.catch(() => undefined);
  const lists: ManagerLists = config?.managers ?? { people: [], controllers: [] };
  const decrypter = await openDecrypter(resolved.items, workspace.repository, deps);
  const decrypting = mapLimit(resolved.items, 4, ({ manifest }) => decrypter.readable(manifest.object));
  decrypting.catch(() => undefined);
  const verdicts = openVerdicts(openStore(deps, 'verdicts'), cluster, lists, digestsOf(rendered.apps), {
    // it says what was compared, and whether sops decrypts an object is another machine's or another day's affair
    mayBeKept: ({ manifest }) => !(decrypter.isOn && isEncrypted(manifest.object)),
  });
  const asking = { ...cluster, ...knownOf(desired.discovered.objects) };
  const marks = openMarks(asking);
  const inspection = await inspect(cluster, resolved, lists, marks, { verdicts, decrypter }, all);
  await decrypting;
  const found = leaveOut(inspection, desired.guessed, rendered.apps);

  const apps = rendered.apps.map(({ app }) => app);
  const deployed = await deployedApps(apps, found.marks, asking, workspace.repository, deps.now);
  const bases =
    workspace.repository === null
      ? null
      : openBases(
          workspace.repository,
          (root) => inputsOf(root, workspace.tree),
          (app) => deployed.of.get(app)?.commit ?? null,
          helmTarget(cluster),
          decrypter.readable,
          deps,
        );
  const suspicions = await atDeployedHead(found.suspicious, bases, workspace, deployed.of, lists);
  return { resolved, found, suspicions, deployed, marks, decrypter, bases, verdicts };
}

/** `all`: objects that are plainly in sync are handed on too, live with them, instead of being let go of. */
export async function examine(
  cluster: Cluster,
  desired: Desired,
  query: Query,
  deps: Deps,
  say: Say,
  all = false,
): Promise<Examined> {
  const { workspace, config, rendered } = desired;
  const { resolved, found, suspicions, deployed, marks, decrypter, bases, verdicts } = await look(
    cluster,
    desired,
    query,
    deps,
    say,
    query.verify || all,
  );
  const judged = await judgeAll(cluster, suspicions, query.verify ? 'everything' : 'doubts', deps, say);
  for (const { suspicion, verdict, unasked } of judged) {
    if (verdict.findings.length === 0 && verdict.error === null && unasked === null)
      verdicts.remember(suspicion.item, suspicion.live);
  }
  verdicts.save();

  say('looking into git');
  const apps = rendered.apps.map(({ app }) => app);
  const scaleTargets = await scaleTargetsFor(cluster, judged);
  const sources = openSources(
    { workspace, config, apps },
    scaleTargets,
    deployed.of,
    bases,
    resolved.generated,
  );
  return {
    resolved,
    found,
    judged,
    sources,
    deployed: deployed.of,
    marks,
    warnings: [
      ...rendered.warnings,
      ...rendered.problems.map(asWarning),
      ...workspace.warnings,
      ...deployed.warnings,
      ...(deployed.warnings.some(({ code }) => code === 'CHECKOUT_BEHIND') ? [] : behindWarning(workspace)),
      ...found.warnings,
      ...encryptedWarnings(resolved, decrypter),
      ...unaskedWarnings(judged),
    ],
    errors: [
      ...rendered.problems,
      ...found.failed.map(({ error }) => error),
      ...judged.flatMap(({ verdict }) => verdict.error ?? []),
      ...resolved.unresolved.flatMap(({ error }) => error ?? []),
    ],
  };
}

async function judgeAll(
  cluster: Cluster,
  suspicions: readonly Suspicion[],
  how: Thoroughness,
  deps: Deps,
  say: Say,
): Promise<readonly Judged[]> {
  if (suspicions.length === 0) return [];
  const sayDone = (done: number) => say(`asking the server: ${done} of ${suspicions.length} objects`);
  sayDone(0);
  const births = openBirths(
    openStore(deps, 'births'),
    cluster.key,
    await admissionWorld(cluster.http, cluster.version),
  );
  const judged = await judge(cluster, suspicions, births, how, sayDone);
  births.save();
  return judged;
}

function digestsOf(rendered: readonly Rendered[]): ReadonlyMap<App, string> {
  return new Map(rendered.flatMap(({ app, digest }) => (digest === undefined ? [] : [[app, digest]])));
}

/** Where the server could not be asked, the answer stands on the local comparison: said once per reason. */
function unaskedWarnings(judged: readonly Judged[]): readonly Warning[] {
  const reasons = Map.groupBy(
    judged.flatMap(({ unasked }) => unasked ?? []),
    ({ code }) => code,
  );
  return [...reasons].map(([code, errors]) => ({
    code,
    message: `${errors.length === 1 ? '1 object is' : `${errors.length} objects are`} compared locally only: ${errors[0]?.message ?? ''}`,
    hint: errors[0]?.hint ?? null,
  }));
}

function asWarning({ code, message, hint }: GitopsError): Warning {
  return { code, message, hint: hint ?? null };
}
