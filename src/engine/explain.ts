import { breakGlassOf } from '../drift/break-glass.ts';
import { takenAlong } from '../drift/fate/along.ts';
import { type Deploying, fateOf } from '../drift/fate/fate.ts';
import { type Policy, policyOf } from '../drift/fate/policy.ts';
import { owns } from '../drift/fields.ts';
import { type Generated, generatedIgnore } from '../drift/secrets/generated.ts';
import { builtinIgnore, RESTART, type ScaleTarget } from '../drift/ignore/builtin-ignores.ts';
import { isSecret } from '../drift/secrets/mask.ts';
import { isScaled } from '../drift/scaled.ts';
import type { Finding } from '../drift/settle.ts';
import { movedOf, statusOf } from '../drift/three-way.ts';
import type { AppRef, Change, Moved, ObjectDrift, Source } from '../drift/types.ts';
import type { GitopsError } from '../errors.ts';
import { type KubeObject, nameOf } from '../object.ts';
import type { Path } from '../path.ts';
import type { FieldSource, Locate } from '../render/types.ts';
import type { Judged } from './compare/ask.ts';
import type { Bases, Inferred } from './history/bases.ts';
import type { fileLines } from './history/blame.ts';
import { refusedField } from './refused-field.ts';
import { sidesOf } from './sides.ts';
import type { App, Item } from './types.ts';

/** What explaining a difference needs from elsewhere. */
export interface Sources {
  readonly bases: Bases | null;
  readonly locatorOf: (app: App) => Promise<Locate>;
  readonly blame: ReturnType<typeof fileLines>;
  readonly scaleTargets: readonly ScaleTarget[];
  /** Secrets that are made of encrypted files: their names are not known. */
  readonly generated: readonly Generated[];
  /** The user's rules; the name of the one that ignores a finding. */
  readonly ignoredBy: (item: Item, live: KubeObject, finding: Finding) => Promise<string | null>;
  readonly appRef: (app: App) => AppRef;
  /** What the controller of an app does unasked; null: it has none, or that cannot be read. */
  readonly policyOf: (app: App) => Policy | null;
}

/** What becomes of it unasked: of what a controller only makes nothing does, until it is applied again. */
function policyFor({ app, manifest }: Item, sources: Pick<Sources, 'policyOf'>): Policy | null {
  const policy = sources.policyOf(app);
  if (policy === null || manifest.made !== true) return policy;
  return { ...policy, idle: policy.idle ?? `${policy.by} does not compare the namespace that it makes` };
}

/** From a verdict to an entry of the report: which side moved, who, where in git, and what becomes of it. */
export async function explain(judged: Judged, sources: Sources): Promise<ObjectDrift> {
  const { item, live, evaluation } = judged.suspicion;
  const { verdict, compared } = judged;
  const app = sources.appRef(item.app);
  const origin = {
    object: nameOf(item.desired),
    app,
    compared,
    owner: null,
    moved: null,
    fate: null,
    because: null,
  };
  if (verdict.error !== null) {
    return { ...origin, status: 'unknown', changes: [], ...(await invalid(item, verdict.error, sources)) };
  }
  const policy = policyFor(item, sources);
  const own = policy === null ? null : policyOf(policy, item.desired, live);
  const deploying = { deployer: app.deployer, policy: own, blocked: verdict.blocked, type: item.type };
  const findings = await Promise.all(
    verdict.findings.map((finding) => withIgnores(finding, judged, deploying, sources)),
  );
  const counting = findings.filter((finding) => finding.ignoredBy === null);
  const base =
    counting.length === 0 || sources.bases === null
      ? null
      : await sources.bases.baseOf(item, live, evaluation);
  const each = findings.map((finding) => changeOf(finding, judged, base, deploying, sources));
  const changes = takenAlong(await Promise.all(each), own);
  const status = statusOf(changes);
  const glass = breakGlassOf(live);
  const moved = new Set(changes.filter((change) => change.ignoredBy === null).map((change) => change.moved));
  return {
    ...origin,
    status,
    moved: wholeOf(moved),
    source: status === 'inSync' && changes.length === 0 ? null : await placeOf(item, [], sources),
    changes,
    ...(glass === null || status === 'inSync' ? {} : { breakGlass: glass }),
    error: null,
    sides: sidesOf(changes, live, item),
  };
}

/** What git's manifest is refused for, at the line of the field where the server names one. */
async function invalid(
  item: Item,
  error: GitopsError,
  sources: Sources,
): Promise<Pick<ObjectDrift, 'source' | 'error'>> {
  const locate = await sources.locatorOf(item.app);
  const field = await refusedField(item, error, locate);
  const source = field?.source ?? (await locate(item.manifest, []));
  const { code, message, hint } = error;
  return { source, error: { code, message, hint: field?.hint ?? hint ?? `correct ${placeText(source)}` } };
}

function placeText(source: FieldSource | null): string {
  if (source === null) return 'the manifest';
  return source.line === null ? source.file : `${source.file}:${source.line}`;
}

/** One side for the object as a whole. */
function wholeOf(moved: ReadonlySet<Moved>): Moved | null {
  const [first] = moved;
  return moved.size > 1 ? 'both' : (first ?? null);
}

async function withIgnores(
  finding: Finding,
  { suspicion: { item, live } }: Judged,
  deploying: Deploying,
  sources: Sources,
): Promise<Finding> {
  if (finding.ignoredBy !== null) return finding;
  const known = builtinIgnore(finding, live, sources.scaleTargets);
  const isUndone = known === RESTART && fateOf(finding, 'live', deploying).fate === 'reverted';
  const rule =
    (isUndone ? null : known) ??
    generatedIgnore(finding, live, sources.generated) ??
    (await sources.ignoredBy(item, live, finding));
  return rule === null ? finding : { ...finding, ignoredBy: rule };
}

async function changeOf(
  finding: Finding,
  judged: Judged,
  base: Inferred | null,
  deploying: Deploying,
  sources: Sources,
): Promise<Change> {
  const moved = await sideOf(finding, judged, base, sources);
  const declared = finding.class === 'changed' || finding.class === 'missing';
  const { item } = judged.suspicion;
  const source = declared && finding.ignoredBy === null ? await sourceOf(item, finding.path, sources) : null;
  return { ...finding, moved, source, ...fateOf(finding, moved, deploying) };
}

async function sideOf(
  finding: Finding,
  { suspicion: { item, live, evaluation } }: Judged,
  base: Inferred | null,
  sources: Sources,
): Promise<Moved> {
  if (base !== null || finding.class !== 'changed' || finding.live === undefined)
    return movedOf(finding, base, item.desired, live, item.type, evaluation.deployer);
  // nobody set what nobody owns: it is the server's default still, where owners are recorded at all
  if (sources.bases !== null && finding.owner === null && evaluation.entries.length > 0 && !isScaled(live))
    return 'git';
  const byDeployer = evaluation.deployer.some((entry) => owns(entry, finding.path, item.type));
  const earlier =
    byDeployer &&
    sources.bases !== null &&
    (await sources.bases.declaredBefore(item, finding.path, finding.live));
  return earlier ? 'git' : 'live';
}

/** The line of git that declares a field, and the commit that last touched it; null: it cannot be told. */
export async function sourceOf(
  item: Pick<Item, 'app' | 'manifest'>,
  path: Path,
  sources: Pick<Sources, 'locatorOf' | 'blame'>,
): Promise<Source | null> {
  const found = await placeOf(item, path, sources);
  if (found === null) return null;
  const { file, line } = found;
  const blamed = line === null ? null : await sources.blame(file, line);
  return {
    file,
    line,
    commit: blamed?.commit ?? null,
    author: blamed?.author ?? null,
    time: blamed?.time ?? null,
  };
}

/** The line of git that declares a field, or the whole object (an empty path); null: it cannot be told. */
export async function placeOf(
  { app, manifest }: Pick<Item, 'app' | 'manifest'>,
  path: Path,
  sources: Pick<Sources, 'locatorOf'>,
): Promise<FieldSource | null> {
  const locate = await sources.locatorOf(app);
  const written = await locate(manifest, path);
  // the server keeps a Secret's stringData in data: git declares it where it was written
  const inStringData = isSecret(manifest.object) && path[0] === 'data' && written?.line == null;
  return inStringData ? locate(manifest, ['stringData', ...path.slice(1)]) : written;
}
