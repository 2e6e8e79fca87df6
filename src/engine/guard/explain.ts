import { existsSync } from 'node:fs';
import { keptSchema } from '../../cluster/schemas.ts';
import { evaluate } from '../../drift/evaluate.ts';
import type { Entry } from '../../drift/fields.ts';
import { builtinIgnore } from '../../drift/ignore/builtin-ignores.ts';
import { isSecret } from '../../drift/secrets/mask.ts';
import type { Mark } from '../../drift/owners/marks.ts';
import { settle } from '../../drift/settle.ts';
import type { Owner } from '../../drift/types.ts';
import { valueAt } from '../../drift/values.ts';
import type { KnownChange } from '../../guard/kubectl/changes.ts';
import { outcomeOf } from '../../guard/outcome.ts';
import type { AlreadyDrifted, Explanation, FieldInGit, Reason } from '../../guard/types.ts';
import type { KubeObject } from '../../object.ts';
import { formatPath, type Path } from '../../path.ts';
import { locatorFor } from '../../render/render.ts';
import type { Locate, Manifest } from '../../render/types.ts';
import { type Typed, typeOfKind } from '../../schema.ts';
import type { Store } from '../../store.ts';
import type { Declared, Known } from './subjects.ts';

/** What is explained of the first few objects; of a hundred refused ones the rest is only named. */
const EXPLAINED = 5;

export interface Explaining {
  readonly changes: readonly KnownChange[];
  /** Where compiled schemas are kept, and the key of this server in it. */
  readonly schemas: Store;
  readonly server: string;
}

/** For every refused object the line of git, the fields in question, and the drift that is there already. */
export async function explainRefusals(
  known: readonly Known[],
  reasons: readonly Reason[],
  options: Explaining,
): Promise<readonly Explanation[]> {
  const refused = reasons.filter(({ verdict }) => verdict !== 'allow');
  return Promise.all(
    refused.map((reason, index) => {
      const one = known.find(({ subject }) => subject === reason.subject);
      return explainOne(reason, index < EXPLAINED ? one : undefined, options);
    }),
  );
}

async function explainOne(
  reason: Reason,
  known: Known | undefined,
  { changes, schemas, server }: Explaining,
): Promise<Explanation> {
  const { act, holder, declaration } = reason.subject;
  const declared = known?.declared ?? null;
  if (known === undefined || declared === null)
    return { reason, source: null, fields: [], drift: [], ...outcomeOf(act, holder, declaration) };
  const manifest: Manifest = { object: declared.object.object, origin: declared.object.origin };
  const locate = await locatorOf(declared);
  const schema = keptSchema(schemas, server, manifest.object.apiVersion);
  const type = typeOfKind(schema, manifest.object.kind);
  const own = known.found.resource.kind === manifest.object.kind;
  const fields = own ? await fieldsOf(changes, manifest, locate, type) : [];
  return {
    reason,
    source: await locate(manifest, []),
    fields,
    // without the schema a list's items could not be told apart
    drift:
      own && schema !== undefined && known.found.live !== null
        ? driftOf(manifest.object, known.found.live, type, known.mark, declared)
        : [],
    ...outcomeOf(act, holder, declaration, isSecret(manifest.object) ? [] : fields),
  };
}

/** Lines are read from the work tree as it is now; where that is gone, from what was remembered of it. */
async function locatorOf({ repository, object }: Declared): Promise<Locate> {
  const remembered: Locate = async ({ origin }) =>
    origin.file === null ? null : { file: origin.file, line: origin.line };
  if (!existsSync(repository.path)) return remembered;
  try {
    return await locatorFor(object.app.root, { dir: repository.path, id: null });
  } catch {
    return remembered;
  }
}

/** Of a field that may stand in several places only those that are there. */
async function fieldsOf(
  changes: readonly KnownChange[],
  manifest: Manifest,
  locate: Locate,
  type: Typed,
): Promise<readonly FieldInGit[]> {
  const fields = await Promise.all(
    changes.map(async (change) => ({ change, field: await fieldOf(change.path, manifest, locate, type) })),
  );
  return fields
    .filter(({ change, field }) => !change.ifThere || field.git !== undefined)
    .map(({ field }) => field);
}

async function fieldOf(path: Path, manifest: Manifest, locate: Locate, type: Typed): Promise<FieldInGit> {
  const git = isSecret(manifest.object) ? undefined : valueAt(manifest.object, path, type);
  return git === undefined ? { path, source: null } : { path, git, source: await locate(manifest, path) };
}

/** What is certain without asking the server: nobody waits for a dry-run to be refused. */
function driftOf(
  desired: KubeObject,
  live: KubeObject,
  type: Typed,
  mark: Mark | null,
  { repository }: Declared,
): readonly AlreadyDrifted[] {
  if (isSecret(live)) return [];
  const sides = { desired, live, type };
  const evaluation = evaluate(sides, mark, repository.managers);
  const { findings } = settle(sides, evaluation, {});
  return findings
    .filter(
      (finding) =>
        finding.ignoredBy === null &&
        finding.class !== 'stale' &&
        builtinIgnore(finding, live, []) === null &&
        !isDeployers(finding.owner, evaluation.deployer),
    )
    .map(({ path, git, live: value, owner }) => ({
      path,
      ...(git === undefined ? {} : { git }),
      ...(value === undefined ? {} : { live: value }),
      owner,
    }))
    .toSorted((a, b) => formatPath(a.path).localeCompare(formatPath(b.path)));
}

/** Git is ahead there, or an extra field's default is not known: nobody's live change. */
function isDeployers(owner: Owner | null, deployer: readonly Entry[]): boolean {
  return deployer.some(
    ({ manager, operation }) => manager === owner?.manager && operation === owner.operation,
  );
}
