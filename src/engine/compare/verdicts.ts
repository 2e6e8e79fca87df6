import { createHash } from 'node:crypto';
import type { ManagerLists } from '../../drift/owners/managers.ts';
import { type KubeObject, objectAt, stringOr } from '../../object.ts';
import type { Store } from '../../store.ts';
import { VERSION } from '../../version.ts';
import type { App, Cluster, Item } from '../types.ts';
import { itemKey } from '../types.ts';

/**
 * What was proven in sync before: as long as neither git's content nor the stored object (uid and resourceVersion)
 * changed, it still is. Only verdicts are kept, no object and no value.
 */
export interface Verdicts {
  readonly isClean: (item: Item, live: KubeObject) => boolean;
  readonly remember: (item: Item, live: KubeObject) => void;
  readonly save: () => void;
}

interface Book {
  readonly file: string;
  readonly before: ReadonlyMap<string, string>;
  readonly now: Map<string, string>;
}

/** `digests`: of each app's content; an app without one, and what may not be kept, is compared every time. */
export function openVerdicts(
  store: Store,
  cluster: Pick<Cluster, 'key' | 'version'>,
  lists: ManagerLists,
  digests: ReadonlyMap<App, string>,
  { mayBeKept }: { readonly mayBeKept: (item: Item) => boolean },
): Verdicts {
  const books = new Map<App, Book>();
  for (const [app, digest] of digests) {
    const parts = [VERSION, cluster.version, digest, JSON.stringify(lists), app.root.namespace ?? ''];
    const file = `${cluster.key}-${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24)}`;
    const kept = Object.entries(objectAt(store.read(file))).map(
      ([key, version]) => [key, stringOr(version, '')] as const,
    );
    books.set(app, { file, before: new Map(kept), now: new Map() });
  }
  return {
    isClean: (item, live) => {
      const book = books.get(item.app);
      const key = itemKey(item);
      const version = versionOf(live);
      if (book?.before.get(key) !== version || !mayBeKept(item)) return false;
      book.now.set(key, version);
      return true;
    },
    remember: (item, live) => {
      if (mayBeKept(item)) books.get(item.app)?.now.set(itemKey(item), versionOf(live));
    },
    save: () => {
      for (const { file, before, now } of books.values()) {
        const changed =
          now.size !== before.size || [...now].some(([key, version]) => before.get(key) !== version);
        if (changed) store.write(file, Object.fromEntries(now));
      }
    },
  };
}

function versionOf({ metadata }: KubeObject): string {
  return `${stringOr(metadata.uid, '')}@${stringOr(metadata.resourceVersion, '')}`;
}
