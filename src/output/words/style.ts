import picocolors from 'picocolors';
import type { ObjectStatus } from '../../drift/types.ts';
import type { Severity } from '../../push/types.ts';
import type { AppState } from '../../status/types.ts';

type Paint = (text: string) => string;

/** What is painted, not in which colour: that is decided here alone. */
export interface Painter {
  readonly title: Paint;
  readonly path: Paint;
  readonly dim: Paint;
  readonly git: Paint;
  readonly live: Paint;
  readonly severity: (severity: Severity, text: string) => string;
  readonly status: (status: ObjectStatus, text: string) => string;
  readonly state: (state: AppState, text: string) => string;
}

/** Live is red and git green, as in `kubectl diff`, where live is what goes. */
export function painter(color: boolean): Painter {
  const { bold, cyan, dim, green, magenta, red, yellow } = picocolors.createColors(color);
  const statuses = {
    inSync: green,
    drifted: yellow,
    pending: cyan,
    conflict: red,
    absent: magenta,
    orphan: magenta,
    unmanaged: magenta,
    unknown: red,
  } satisfies { readonly [status in ObjectStatus]: Paint };
  const severities = { error: red, warning: yellow, info: dim } satisfies {
    readonly [one in Severity]: Paint;
  };
  const states = {
    synced: green,
    behind: cyan,
    syncing: cyan,
    drifted: yellow,
    degraded: red,
    failed: red,
    suspended: yellow,
    unknown: red,
  } satisfies { readonly [state in AppState]: Paint };
  return {
    title: bold,
    path: cyan,
    dim,
    git: green,
    live: red,
    severity: (severity, text) => severities[severity](text),
    status: (status, text) => statuses[status](text),
    state: (state, text) => states[state](text),
  };
}
