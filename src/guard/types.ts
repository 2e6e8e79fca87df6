import type { GuardSettings } from '../config/settings.ts';
import type { Policy } from '../drift/fate/policy.ts';
import type { Deployer, Fate, Owner } from '../drift/types.ts';
import type { ObjectName } from '../errors.ts';
import type { Json } from '../object.ts';
import type { Path } from '../path.ts';

/** What a command would do to an object. */
export type Act = 'change' | 'create' | 'delete' | 'restart';

/** The deployment that a live object's valid mark names. */
export interface Holder {
  readonly deployer: Deployer;
  /** `Argo CD Application`, `Helm release`. */
  readonly tool: string;
  /** `argocd/shop-web`. */
  readonly name: string;
  /** The owner up the chain that carries the mark; null: the object itself. */
  readonly via: ObjectName | null;
  /** What the deployer's own object says; null: it may not be read, or there is none. */
  readonly settings: DeployerSettings | null;
}

export interface DeployerSettings {
  /** What it does unasked to live changes. */
  readonly policy: Policy;
  /** Applies new commits unasked. */
  readonly automated: boolean | null;
  /** Sets live changes back unasked. */
  readonly selfHeal: boolean | null;
  /** Deletes unasked what has left git. */
  readonly prune: boolean | null;
  readonly suspended: boolean;
  readonly url: string | null;
  /** Of the source within its repository, or a chart's name. */
  readonly path: string | null;
  readonly revision: string | null;
}

/** A repository on this machine that renders the object for this cluster. */
export interface Declaration {
  /** Its work tree. */
  readonly repository: string;
  readonly url: string | null;
  readonly revision: string | null;
  readonly branch: string | null;
  /** RFC 3339: when it was last rendered. */
  readonly at: string;
  readonly app: string;
  readonly root: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** One object that a command is about, and everything the decision needs to know of it. */
export interface Subject {
  readonly object: ObjectName;
  readonly act: Act;
  readonly exists: boolean;
  /** A controller made it and makes it again. */
  readonly child: boolean;
  readonly holder: Holder | null;
  readonly declaration: Declaration | null;
  /** The command would bring exactly what git declares. */
  readonly asInGit: boolean;
  /** A Namespace that goes takes these declared objects along. */
  readonly takesAlong: readonly string[];
  readonly policy: GuardSettings;
}

export type Verdict = 'allow' | 'deny' | 'confirm';

export type ReasonCode = 'OWNED_BY_GIT' | 'HOLDS_OWNED_OBJECTS' | 'RESTART' | 'AS_IN_GIT' | 'COMES_BACK';

/** Why an object is no plain matter. What git does not own needs no reason. */
export interface Reason {
  readonly code: ReasonCode;
  readonly verdict: Verdict;
  readonly subject: Subject;
}

export interface Decision {
  readonly verdict: Verdict;
  /** Whether the same command would pass with a reason given. */
  readonly breakGlass: boolean;
  readonly reasons: readonly Reason[];
}

/** A field that the command would change, and what git says of it. */
export interface FieldInGit {
  readonly path: Path;
  /** Absent: git does not declare it. */
  readonly git?: Json;
  readonly source: { readonly file: string; readonly line: number | null } | null;
}

/** Drift that a refused object has already, as far as the local comparison is certain of it. */
export interface AlreadyDrifted {
  readonly path: Path;
  readonly git?: Json;
  readonly live?: Json;
  readonly owner: Owner | null;
}

/** What a person needs to know to go on from a refusal. */
export interface Explanation {
  readonly reason: Reason;
  readonly source: { readonly file: string; readonly line: number | null } | null;
  readonly fields: readonly FieldInGit[];
  readonly drift: readonly AlreadyDrifted[];
  /** Of the change, if it were made. */
  readonly fate: Fate;
  readonly because: string;
}

/** The decision about one command line and everything that is said of it. */
export interface GuardReport {
  readonly decision: Decision;
  /** `scale`, `rollout undo`. */
  readonly verb: string;
  readonly context: string;
  /** The words after `kubectl`. */
  readonly command: readonly string[];
  /** The refused objects, in the command's order. */
  readonly explanations: readonly Explanation[];
}
