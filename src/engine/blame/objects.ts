import { blamedFields, isOnlyLive, type LiveSide } from '../../drift/blamed.ts';
import type { BlameSource, ObjectBlame, ObjectDrift } from '../../drift/types.ts';
import { isNew } from '../../git/status.ts';
import type { KubeObject } from '../../object.ts';
import type { Path } from '../../path.ts';
import { UNTYPED } from '../../schema.ts';
import type { Examined } from '../compare/examine.ts';
import { explain, placeOf, type Sources, sourceOf } from '../explain.ts';
import { missingDrifts, unknownDrifts } from '../objects.ts';
import type { Workspace } from '../open/workspace.ts';
import type { Item, Unresolved } from '../types.ts';

/** What blaming a field needs beside what explaining a difference does. */
export interface BlameSources extends Sources {
  /** Whether a file stands in no commit yet. */
  readonly isNew: (file: string) => Promise<boolean>;
}

export function blameSources(sources: Sources, { repository, revision }: Workspace): BlameSources {
  const known = new Map<string, Promise<boolean>>();
  return {
    ...sources,
    isNew: async (file) => {
      if (repository === null || revision !== null) return false;
      const asked = known.get(file) ?? isNew(repository, file);
      known.set(file, asked);
      return asked;
    },
  };
}

export interface Explained {
  readonly blame: ObjectBlame;
  /** Both sides, for whoever must learn what a Secret holds. */
  readonly secrets: readonly KubeObject[];
}

/** Each examined object with a line for each field; without live fields where live is not there or not readable. */
export async function explainBlames(
  { resolved, found, judged }: Omit<Examined, 'sources'>,
  sources: BlameSources,
): Promise<readonly Explained[]> {
  // without a schema the items of a list are told by their places
  await resolved.ready.catch(() => undefined);
  const explained = judged.map(async (one) => {
    const { item, live, evaluation } = one.suspicion;
    const drift = await explain(one, sources);
    const side = drift.error === null ? { live, evaluation, changes: drift.changes } : null;
    return { blame: await blameOf(drift, item, side, sources), secrets: [item.desired, live] };
  });
  const { unresolved } = resolved;
  const absent = [...found.absent, ...unresolved.filter(({ error }) => error === null)];
  const unread = [
    ...found.failed.map(({ item }) => item),
    ...unresolved.filter(({ error }) => error !== null),
  ];
  const missing = await missingDrifts(found.absent, unresolved, sources);
  const unknown = await unknownDrifts(found.failed, unresolved, sources);
  const gitOnly = [...absent, ...unread].map(async (item, index) => {
    const drift = [...missing, ...unknown][index];
    if (drift === undefined) return [];
    return [{ blame: await blameOf(drift, item, null, sources), secrets: [item.desired] }];
  });
  return [...(await Promise.all(explained)), ...(await Promise.all(gitOnly)).flat()];
}

async function blameOf(
  { changes: _changes, sides: _sides, ...drift }: ObjectDrift,
  item: Item | Unresolved,
  side: LiveSide | null,
  sources: BlameSources,
): Promise<ObjectBlame> {
  const { desired, manifest } = item;
  const type = 'type' in item ? item.type : UNTYPED;
  const fields = blamedFields({ desired, written: manifest.object, type }, side);
  return {
    ...drift,
    source: await placeOf(item, [], sources),
    fields: await Promise.all(
      fields.map(async (field) => ({
        ...field,
        source: isOnlyLive(field) ? null : await blamedSource(item, field.path, sources),
      })),
    ),
  };
}

async function blamedSource(
  item: Item | Unresolved,
  path: Path,
  sources: BlameSources,
): Promise<BlameSource | null> {
  const source = await sourceOf(item, path, sources);
  if (source === null) return null;
  const isKnown = source.line !== null && (await sources.blame(source.file, source.line)) !== null;
  return { ...source, uncommitted: isKnown ? source.commit === null : await sources.isNew(source.file) };
}
