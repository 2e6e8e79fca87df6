import type { GuardSettings } from '../config/settings.ts';
import type { ManagerLists } from '../drift/owners/managers.ts';
import type { KubeObject } from '../object.ts';
import type { Origin, Root } from '../render/types.ts';

/** What a repository declared for one cluster when the plugin last read both. */
export interface Remembered {
  /** Top of the work tree, absolute. */
  readonly path: string;
  /** URL of the remote that people push to; null: the repository has none. */
  readonly url: string | null;
  readonly context: string;
  readonly revision: string | null;
  readonly branch: string | null;
  readonly dirty: boolean;
  /** When, RFC 3339. */
  readonly at: string;
  /** Of what each root renders to, by its path: objects are written again only where that changes. */
  readonly digests: Readonly<Record<string, string>>;
  readonly guard: GuardSettings;
  readonly managers: ManagerLists;
}

export interface RememberedObject {
  /** As git renders it, with its namespace; a Secret without its values. */
  readonly object: KubeObject;
  readonly app: { readonly name: string; readonly root: Root };
  readonly origin: Origin;
}
