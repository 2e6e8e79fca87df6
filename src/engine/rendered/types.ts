import type { AppRef } from '../../drift/types.ts';
import type { GitopsError, Warning } from '../../errors.ts';
import type { KubeObject } from '../../object.ts';

/** What git declares, app by app, in the order in which it was rendered. */
export interface RenderedApps {
  readonly apps: readonly { readonly ref: AppRef; readonly objects: readonly KubeObject[] }[];
  /** Values of Secrets that stand in what was rendered, in whichever object. */
  readonly spread: readonly string[];
  /** What could not be rendered, or is not there. */
  readonly problems: readonly GitopsError[];
  readonly warnings: readonly Warning[];
}
