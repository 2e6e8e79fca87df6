import type { GuardSettings } from '../../config/settings.ts';
import { isSecret } from '../../drift/secrets/mask.ts';
import { normalizeDesired } from '../../drift/normalize.ts';
import type { Mark } from '../../drift/owners/marks.ts';
import { holderOf } from '../../guard/holder.ts';
import type { Remembered, RememberedObject } from '../../guard/remembered.ts';
import type { Act, Declaration, Holder, Subject } from '../../guard/types.ts';
import { mapLimit } from '../../io.ts';
import { groupOf, type KubeObject, namespaceOf, sameJson } from '../../object.ts';
import { type Deployers, openDeployers } from '../deployers/facts.ts';
import { type Marks, openMarks } from '../deployers/marks.ts';
import { isOfInstallation } from '../deployers/types.ts';
import type { Memory } from '../memory/memory.ts';
import { keyOf } from '../types.ts';
import type { Asked } from './asked.ts';
import { controllerOf, type Found, ownersOf, type Where } from './find.ts';

/** A subject of the decision with what its explanation needs. */
export interface Known {
  readonly subject: Subject;
  readonly found: Found;
  /** The valid mark of the live object itself; null: none, or there is no such object. */
  readonly mark: Mark | null;
  /** What git declares of it, and where that was read. */
  readonly declared: Declared | null;
}

export interface Declared {
  readonly repository: Remembered;
  readonly object: RememberedObject;
}

export const DEFAULT_POLICY: GuardSettings = {
  protect: 'managed',
  breakGlass: 'allow',
  restart: 'allow',
  onError: 'allow',
};

/** Asks the cluster and this machine's memory who answers for each object. */
export async function subjectsOf(
  found: readonly Found[],
  asked: Asked,
  memory: Memory,
  where: Where,
  now: () => number,
): Promise<readonly Known[]> {
  const factsOf = openDeployers(where, now);
  const marks = openMarks(where);
  return mapLimit(found, 16, async (one): Promise<Known> => {
    const { live, brought } = one;
    const owners = live === null ? [] : await ownersOf(live, where);
    const declared = declaredIn(memory, [keyFor(one), ...owners.map(keyOfLive)]);
    const subject: Subject = {
      object: {
        apiVersion: one.resource.apiVersion,
        kind: one.resource.kind,
        namespace: one.namespace,
        name: one.name,
      },
      act: actOn(one, asked.act),
      exists: live !== null,
      child: live !== null && controllerOf(live) !== null,
      holder: live === null ? null : await holderFor(live, owners, marks, factsOf),
      declaration: declared === null ? null : declarationOf(declared),
      asInGit: brought !== null && declared !== null && isAsInGit(brought, one, declared),
      takesAlong:
        asked.act === 'delete' && one.resource.kind === 'Namespace' && one.resource.apiVersion === 'v1'
          ? memory.repositories().flatMap((repository) => memory.within(repository, one.name))
          : [],
      policy: declared?.repository.guard ?? DEFAULT_POLICY,
    };
    return { subject, found: one, mark: live === null ? null : await marks.of(live), declared };
  });
}

/** What a manifest brings is created where it is not there yet. */
function actOn({ live, brought }: Found, act: Act): Act {
  return live === null && brought !== null && act === 'change' ? 'create' : act;
}

/** Its own mark, else that of the nearest owner that carries one. A mark that its deployer does not know is a copy. */
async function holderFor(
  live: KubeObject,
  owners: readonly KubeObject[],
  marks: Marks,
  factsOf: Deployers,
): Promise<Holder | null> {
  for (const one of [live, ...owners]) {
    const mark = await marks.of(one);
    const holder = holderOf(one, mark);
    if (holder === null) continue;
    const facts = await factsOf(holder);
    if (facts.declares(one) === false) continue;
    // what another Argo CD does is not what an Application of the same name says here
    const settings = isOfInstallation(mark, facts) ? facts.settings : null;
    const { apiVersion, kind, metadata } = one;
    const via = one === live ? null : { apiVersion, kind, namespace: namespaceOf(one), name: metadata.name };
    return { ...holder, via, settings };
  }
  return null;
}

/** Of several repositories that declare it, the one that was rendered last. */
function declaredIn(memory: Memory, keys: readonly string[]): Declared | null {
  const newest = memory.repositories().toSorted((a, b) => b.at.localeCompare(a.at));
  for (const key of keys) {
    for (const repository of newest) {
      const object = memory.find(repository, key);
      if (object !== null) return { repository, object };
    }
  }
  return null;
}

function declarationOf({ repository, object }: Declared): Declaration {
  const { path, url, revision, branch, at } = repository;
  const { app, origin } = object;
  return {
    repository: path,
    url,
    revision,
    branch,
    at,
    app: app.name,
    root: app.root.path,
    file: origin.file,
    line: origin.line,
  };
}

/** Values of Secrets are not remembered, and uncommitted work is not git: neither is ever taken for what git says. */
function isAsInGit(brought: KubeObject, { namespace }: Found, { repository, object }: Declared): boolean {
  if (repository.dirty || isSecret(brought)) return false;
  return sameJson(normalizeDesired(brought, namespace), object.object);
}

function keyFor({ resource, namespace, name }: Found): string {
  return keyOf(groupOf(resource.apiVersion), resource.kind, namespace, name);
}

function keyOfLive(live: KubeObject): string {
  return keyOf(groupOf(live.apiVersion), live.kind, namespaceOf(live), live.metadata.name);
}
