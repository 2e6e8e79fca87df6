import { GitopsError, ManifestError } from '../../errors.ts';
import type { Root } from '../../render/types.ts';

/** What cannot be told is undefined. */
export function attempt<T>(work: () => T): T | undefined {
  return attemptOr(work, () => undefined);
}

/** An error of the source is an answer, too. */
export function attemptOr<T, E>(work: () => T, otherwise: (error: ManifestError) => E): T | E {
  try {
    return work();
  } catch (error) {
    if (error instanceof ManifestError) return otherwise(error);
    if (!(error instanceof GitopsError)) throw error;
    return otherwise(new ManifestError(error.code, error.message, { hint: error.hint, cause: error }));
  }
}

/** A root that says why nothing here can render it. */
export function unrendered(path: string, { code, message, hint }: ManifestError): Root {
  return { kind: 'unrendered', path, unrendered: { code, message, hint: hint ?? null } };
}
