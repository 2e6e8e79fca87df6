import type { ConnectOptions } from './open/connect.ts';

/** What a command wants to know of git and the cluster: its flags, read. */
export interface Query extends ConnectOptions {
  readonly targets: readonly string[];
  readonly filenames: readonly string[];
  readonly kustomize: readonly string[];
  readonly recursive: boolean;
  /** Namespace of objects that declare none; the answer is limited to it. */
  readonly namespace: string | undefined;
  readonly selector: string | undefined;
  readonly env: string | undefined;
  /** A commit instead of the work tree. */
  readonly revision: string | undefined;
  /** Ask the server about every object, not only the doubtful ones. */
  readonly verify: boolean;
  readonly showIgnored: boolean;
  /** Tell what no app declares, too. */
  readonly unmanaged: boolean;
}

/** Of everything that git declares, as it lies in the work tree. */
export const EVERYTHING = {
  targets: [],
  filenames: [],
  kustomize: [],
  recursive: false,
  selector: undefined,
  revision: undefined,
  verify: false,
  showIgnored: false,
  unmanaged: false,
} as const satisfies Partial<Query>;

/** Says what is waited for now; whether anybody sees it is the command's business. */
export type Say = (what: string) => void;
