import { createHash } from 'node:crypto';
import type { Deps } from '../../deps.ts';
import { objectAt } from '../../object.ts';
import { openStore } from '../../store.ts';
import type { LocatedRepository } from '../repository.ts';

/** Texts of a repository that every push reads, by the ids that git has for them: they cannot be out of date. */
export interface KeptTexts {
  /** Those of them that are kept. */
  readonly read: (oids: readonly string[]) => ReadonlyMap<string, Buffer>;
  /** Keeps these in place of what was kept before. */
  readonly keep: (contents: ReadonlyMap<string, Buffer>) => void;
}

/** Fewer are read by git as fast. */
const MANY = 64;
/** Characters: kustomizations are short. */
const LONGEST = 16_384;
/** What may hold a Secret's values is never kept. */
const SECRET = /secret/i;

export function openKeptTexts({ commonDir }: Pick<LocatedRepository, 'commonDir'>, deps: Deps): KeptTexts {
  const store = openStore(deps, 'texts');
  const key = createHash('sha256').update(commonDir).digest('hex').slice(0, 32);
  return {
    read: (oids) => {
      if (oids.length < MANY) return new Map();
      const kept = objectAt(store.read(key));
      return new Map(
        oids.flatMap((oid) => {
          const text = kept[oid];
          return typeof text === 'string' ? [[oid, Buffer.from(text)] as const] : [];
        }),
      );
    },
    keep: (contents) => {
      if (contents.size < MANY) return;
      const texts = [...contents].flatMap(([oid, content]) => {
        const text = content.length > LONGEST ? '' : content.toString('utf8');
        // what is no UTF-8 would come back as something else
        const isKept = text !== '' && !SECRET.test(text) && Buffer.from(text).equals(content);
        return isKept ? [[oid, text] as const] : [];
      });
      store.write(key, Object.fromEntries(texts));
    },
  };
}
