/** In Argo CD's words, which more people know than kstatus's: Current is healthy, InProgress progressing, Failed degraded. */
export type HealthState = 'healthy' | 'progressing' | 'degraded' | 'suspended' | 'missing' | 'unknown';

/** How a live object is, and in one printable line why it is not simply healthy; null: there is nothing to say. */
export interface Health {
  readonly state: HealthState;
  readonly message: string | null;
}

/** What the object of a deployer says of the app that it stands for. */
export interface AppHealth extends Health {
  /** Whether the cluster is at the revision that it last looked at; null: it does not say. */
  readonly synced: boolean | null;
  /** It is at work on the app right now. */
  readonly busy: boolean;
  /** Why its last work on the app failed, shortened; null: it did not. */
  readonly error: string | null;
}

export const HEALTHY: Health = { state: 'healthy', message: null };

export function progressing(message: string): Health {
  return { state: 'progressing', message };
}

export function degraded(message: string): Health {
  return { state: 'degraded', message };
}

export function suspended(message: string): Health {
  return { state: 'suspended', message };
}
