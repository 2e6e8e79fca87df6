import type { KnownChange } from '../../guard/kubectl/changes.ts';
import type { Act } from '../../guard/types.ts';
import type { KubeObject } from '../../object.ts';

/** What a command line wants done, and to what: kubectl's own words, read. */
export interface Asked {
  /** The words that name it in a sentence: `scale`, `rollout undo`. */
  readonly verb: string;
  readonly act: Act;
  /** `deploy/web`; without a name every object of the kind, as the selectors say. */
  readonly targets: readonly { readonly resource: string; readonly name: string | null }[];
  readonly namespace: string | undefined;
  readonly allNamespaces: boolean;
  /** `labelSelector`, `fieldSelector`, as the API takes them. */
  readonly selectors: Readonly<Record<string, string>>;
  /** Objects of files and standard input. */
  readonly manifests: readonly KubeObject[];
  /** Whether the manifests are what is brought, and not only names of what is there. */
  readonly brings: boolean;
  /** Fields that it changes, where the command line tells. */
  readonly changes: readonly KnownChange[];
}
