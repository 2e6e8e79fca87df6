/** What a command's exit code means; one table for every command. */
export const EXIT = {
  ok: 0,
  differences: 1,
  usage: 2,
  invalid: 3,
  cluster: 4,
  moved: 5,
  incomplete: 6,
  bug: 70,
  cancelled: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface ErrorParts {
  /** Lines that say what was found: object, file:line with the source line and a caret, a table. */
  readonly facts?: readonly string[] | undefined;
  /** One imperative sentence: something to type. */
  readonly hint?: string | undefined;
  /** Fields that the API server's answer names, as it writes them: `spec.ports[0].port`. */
  readonly fields?: readonly string[] | undefined;
  readonly cause?: unknown;
}

/** Every expected failure. Thrown deep, printed once, in main.ts. */
export abstract class GitopsError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly code: string;
  readonly facts: readonly string[];
  readonly hint: string | undefined;
  readonly fields: readonly string[];

  constructor(code: string, message: string, parts: ErrorParts = {}) {
    super(message, { cause: parts.cause });
    this.code = code;
    this.facts = parts.facts ?? [];
    this.hint = parts.hint;
    this.fields = parts.fields ?? [];
  }
}

/** A flag, an argument or a configuration that cannot be used as it stands. */
export class UsageError extends GitopsError {
  readonly exitCode = EXIT.usage;
}

/** A manifest, or what renders to it, is at fault. */
export class ManifestError extends GitopsError {
  readonly exitCode = EXIT.invalid;
}

/** The cluster cannot be reached, does not know us, or does not allow it. */
export class ClusterError extends GitopsError {
  readonly exitCode = EXIT.cluster;
}

/** The world is no longer as it was shown; nothing was done. */
export class MovedError extends GitopsError {
  readonly exitCode = EXIT.moved;
}

/** An answer, not a failure: what was asked for is not done, for a reason that the user can remove. */
export class RefusedError extends GitopsError {
  readonly exitCode = EXIT.differences;
}

/** The user ended it. */
export class CancelledError extends GitopsError {
  readonly exitCode = EXIT.cancelled;
  constructor() {
    super('CANCELLED', 'cancelled');
  }
}

/** Something worth telling that stops nothing: an entry of a report's `warnings`. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly app?: string;
  readonly object?: ObjectName;
}

/** How an object is named in reports. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
