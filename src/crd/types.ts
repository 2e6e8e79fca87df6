import type { Path } from '../path.ts';

export interface Violation {
  readonly path: Path;
  /** In the API server's words, the field's path among them; values are not quoted. */
  readonly message: string;
  readonly code: 'UNKNOWN_FIELD' | 'SERVER_REJECTED';
}

export interface Validated {
  readonly violations: readonly Violation[];
  /** What could not be checked, each as a sentence. */
  readonly unchecked: readonly string[];
}
