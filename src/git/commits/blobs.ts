import { gitFailure } from '../failure.ts';
import type { KeptTexts } from './kept-texts.ts';
import type { LocatedRepository } from '../repository.ts';

/** Contents of blobs by their ids, fetched in few processes: work that lacks some is done again once they are here. */
export interface Blobs {
  /** undefined: not here yet; it will be when the work is done again. `family`: what else it will then ask for. */
  readonly get: (oid: string, family?: () => readonly string[]) => Buffer | undefined;
  /** Does synchronous work until it lacks nothing. Whatever it makes before that is thrown away. */
  readonly settle: <T>(work: () => T) => Promise<T>;
}

/** Not worth another file: some are never kept, and are read anew each time. */
const FEW = 8;
/** No chain of files that name each other is this long. */
const MOST_ROUNDS = 100;

export function openBlobs(repository: Pick<LocatedRepository, 'gitBytes'>, kept?: KeptTexts): Blobs {
  const known = new Map<string, Buffer>();
  const wanted = new Set<string>();
  /** Several may be at work: what one of them waits for is not read for another one, too. */
  const reading = new Map<string, Promise<void>>();
  const read = async (oids: readonly string[]) => {
    try {
      const before = kept?.read(oids) ?? new Map<string, Buffer>();
      const others = oids.filter((oid) => !before.has(oid));
      const contents = new Map([
        ...before,
        ...(others.length === 0 ? [] : await readBlobs(repository, others)),
      ]);
      for (const [oid, content] of contents) known.set(oid, content);
      if (others.length > FEW) kept?.keep(contents);
    } finally {
      for (const oid of oids) reading.delete(oid);
    }
  };
  const readAll = async (oids: readonly string[]) => {
    const others = oids.filter((oid) => !reading.has(oid));
    // begun only once all of them are marked: what is kept needs no waiting, and would be unmarked before
    const own = others.length === 0 ? undefined : Promise.resolve(others).then(read);
    if (own !== undefined) for (const oid of others) reading.set(oid, own);
    await Promise.all(new Set(oids.map((oid) => reading.get(oid))));
  };
  return {
    get: (oid, family) => {
      const content = known.get(oid);
      if (content !== undefined || wanted.has(oid)) return content;
      wanted.add(oid);
      for (const other of family?.() ?? []) if (!known.has(other)) wanted.add(other);
      return undefined;
    },
    settle: async (work) => {
      for (let round = 0; ; round++) {
        wanted.clear();
        const result = work();
        if (wanted.size === 0 || round === MOST_ROUNDS) return result;
        await readAll([...wanted]);
      }
    },
  };
}

/** Contents by id, in one process. Throws where one is not here: a partial clone that cannot fetch it. */
export async function readBlobs(
  repository: Pick<LocatedRepository, 'gitBytes'>,
  oids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const input = oids.map((oid) => `${oid}\n`).join('');
  const read = await repository.gitBytes(['cat-file', '--batch', '--buffer'], { input });
  if (read.code !== 0) throw gitFailure('cannot read files of a commit', { ...read, stdout: '' });
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < read.bytes.length; ) {
    const end = read.bytes.indexOf(0x0a, at);
    const [oid = '', , size] = read.bytes.toString('latin1', at, end).split(' ');
    if (size === undefined) throw gitFailure(`cannot read ${oid}`, { ...read, stdout: '' });
    const from = end + 1;
    contents.set(oid, read.bytes.subarray(from, from + Number(size)));
    at = from + Number(size) + 1;
  }
  return contents;
}
