import { createHash } from 'node:crypto';
import { type Answer, dryRunApply, dryRunCreate } from '../../../cluster/dry-run.ts';
import { isDenial } from '../../../cluster/status-error.ts';
import { isSecret } from '../../../drift/secrets/mask.ts';
import { EXIT, type GitopsError, ManifestError } from '../../../errors.ts';
import { isArray, isObject, type Json, type KubeObject, objectAt, stringOr } from '../../../object.ts';
import { isFromCluster } from '../../../render/sources.ts';
import type { Store } from '../../../store.ts';
import { VERSION } from '../../../version.ts';
import type { Apply } from '../../compare/ask.ts';
import type { Cluster, Item } from '../../types.ts';

/** Milliseconds: what stands behind a webhook may change its mind, and nobody is told. */
const FRESH = 10 * 60_000;
const MOST = 500;

/** What the server said to dry-run applies a moment ago, so that pushing the same content again asks nothing twice. */
export interface Applies {
  readonly ask: Apply;
  readonly askNew: (item: Item, manager: string) => Promise<Answer>;
  /** The same of what its deployer does not apply, but create. */
  readonly askCreate: (item: Item, manager: string) => Promise<Answer>;
  readonly save: () => void;
}

/**
 * An answer holds as long as desired, live, the server and what may refuse or mutate an object (`world`) are the same. Nothing
 * of a Secret is kept, nor of what holds the cluster's values, and no denial of admission: who mends a policy is not told of the old one.
 */
export function openApplies(
  store: Store,
  { http, key }: Pick<Cluster, 'http' | 'key'>,
  world: string,
  now: number,
): Applies {
  const file = `${key}-${world}`;
  const before = new Map(Object.entries(objectAt(store.read(file))));
  const used = new Map<string, Json>();
  const remembered = async (
    { resource, desired: object, app }: Item,
    manager: string,
    live: string,
    dryRun = dryRunApply,
  ): Promise<Answer> => {
    const apply = () => dryRun(http, resource, object, manager);
    if (isSecret(object) || isFromCluster(app.root)) return apply();
    const parts = [VERSION, resource.plural, manager, live, object];
    const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27);
    const kept = answerOf(before.get(digest), object, now);
    const answer = kept ?? (await apply());
    const entry = kept === undefined ? entryOf(answer, now) : before.get(digest);
    if (entry !== undefined && entry !== null) used.set(digest, entry);
    return answer;
  };
  return {
    ask: ({ item, live }, manager) =>
      remembered(
        item,
        manager,
        `${stringOr(live.metadata.uid, '')}@${stringOr(live.metadata.resourceVersion, '')}`,
      ),
    askNew: (item, manager) => remembered(item, manager, ''),
    askCreate: (item, manager) => remembered(item, manager, 'create', dryRunCreate),
    save: () => {
      if (used.size === 0) return;
      const kept = [...before].filter(([digest]) => !used.has(digest));
      store.write(file, Object.fromEntries([...used, ...kept].slice(0, MOST)));
    },
  };
}

function entryOf(answer: Answer, now: number): Json {
  if ('object' in answer)
    return { at: now, object: answer.object, created: answer.created, warnings: answer.warnings };
  const { error } = answer;
  if (error.exitCode !== EXIT.invalid || isDenial(error.message)) return null;
  const { code, message, facts, fields, hint } = error;
  return { at: now, error: { code, message, facts, fields, hint: hint ?? null } };
}

/** What was kept, if it is fresh and still is what was written. */
function answerOf(
  entry: Json | undefined,
  { apiVersion, kind, metadata }: KubeObject,
  now: number,
): Answer | undefined {
  const { at, object, created, warnings, error } = objectAt(entry);
  if (typeof at !== 'number' || now - at > FRESH || at > now) return undefined;
  if (isObject(error)) return { error: errorOf(error) };
  if (!isObject(object) || !isObject(object.metadata)) return undefined;
  return {
    object: { ...object, apiVersion, kind, metadata: { ...object.metadata, name: metadata.name } },
    created: created === true,
    warnings: textsOf(warnings),
  };
}

function errorOf({ code, message, facts, fields, hint }: Readonly<Record<string, Json>>): GitopsError {
  return new ManifestError(stringOr(code, 'SERVER_REJECTED'), stringOr(message, ''), {
    facts: textsOf(facts),
    fields: textsOf(fields),
    hint: stringOr(hint, undefined),
  });
}

function textsOf(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
