import type { HealthState } from '../health/types.ts';
import type { AppState } from './types.ts';

/** What decides the state of an app. */
export interface Facts {
  /** Whether the cluster has the object that declares it. */
  readonly isKnown: boolean;
  readonly isSuspended: boolean;
  /** Its controller works on it. */
  readonly busy: boolean;
  /** Why its last sync failed; null: it did not. */
  readonly error: string | null;
  readonly health: HealthState;
  readonly behind: number | null;
  readonly drifted: number | null;
  /** Whether what git declares could be rendered, and so compared. */
  readonly isCompared: boolean;
  /** Whether the cluster is at the commit that the controller last looked at; null: nobody says. */
  readonly synced: boolean | null;
  /** Some of it is in the cluster, or somebody noted that it was brought there. */
  readonly isDeployed: boolean;
}

/** The one word that matters most: what needs somebody comes before what goes on by itself. */
export function stateOf(facts: Facts): AppState {
  const { isKnown, isSuspended, busy, error, health, behind, drifted, isCompared, synced, isDeployed } =
    facts;
  if (isSuspended) return 'suspended';
  if (error !== null) return 'failed';
  if (!isKnown) return 'unknown';
  if (health === 'degraded') return 'degraded';
  if (busy) return 'syncing';
  if (synced === null && !isDeployed) return 'unknown';
  if ((behind ?? 0) > 0) return 'behind';
  if ((drifted ?? 0) > 0) return 'drifted';
  if (health === 'progressing') return 'syncing';
  if (synced === false) return 'drifted';
  return isCompared ? 'synced' : 'unknown';
}

/** Parents before their children, siblings by name; what is in a circle, or whose parent is elsewhere, stands at the top. */
export function asTree<T extends { readonly name: string; readonly parent: string | null }>(
  apps: readonly T[],
): readonly { readonly app: T; readonly depth: number }[] {
  const names = new Set(apps.map(({ name }) => name));
  const children = Map.groupBy(apps, ({ parent }) => (parent !== null && names.has(parent) ? parent : null));
  const placed: { app: T; depth: number }[] = [];
  const seen = new Set<string>();
  const place = (app: T, depth: number) => {
    if (seen.has(app.name)) return;
    seen.add(app.name);
    placed.push({ app, depth });
    for (const child of byName(children.get(app.name) ?? [])) place(child, depth + 1);
  };
  for (const app of byName(children.get(null) ?? [])) place(app, 0);
  for (const app of byName(apps)) place(app, 0);
  return placed;
}

function byName<T extends { readonly name: string }>(apps: readonly T[]): readonly T[] {
  return apps.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
