import type { KnownChange } from './changes.ts';
import type { KubectlCommand } from './command.ts';
import { parseBoolean } from './values.ts';

/**
 * What of an object a command writes. `create`: an object of its own, an autoscaler or a copied pod included;
 * `eviction`: pods that must leave a node; `raw`: whatever a path of the API stands for.
 */
export type Scope =
  | 'object'
  | 'status'
  | 'scale'
  | 'resize'
  | 'ephemeralcontainers'
  | 'approval'
  | 'metadata'
  | 'restart'
  | 'create'
  | 'delete'
  | 'eviction'
  | 'raw';

export type Effect =
  /** Nothing that the API server keeps as an object: exec, cp and a proxy included. */
  | { readonly kind: 'read' }
  | {
      readonly kind: 'write';
      readonly scope: Scope;
      readonly changes: readonly KnownChange[];
      /** Whether it changes nothing besides; false where only files or the server know the rest. */
      readonly isComplete: boolean;
    }
  /** What is written is decided in an editor. */
  | { readonly kind: 'interactive'; readonly scope: Scope }
  /** A plugin, or a command that kubectl 1.33 to 1.36 does not have. */
  | { readonly kind: 'unknown' };

export const READ: Effect = { kind: 'read' };

/** Without known changes it may change anything. */
export function write(scope: Scope, changes: readonly KnownChange[] = []) {
  return { kind: 'write', scope, changes, isComplete: changes.length > 0 } as const satisfies Effect;
}

/** A boolean flag that is given, and not as `=false`. */
export function isOn({ flags }: KubectlCommand, name: string): boolean {
  return parseBoolean(flags.get(name)?.at(-1) ?? '') === true;
}

/** A subresource that is not known here is held to be able to change anything. */
export function scopeOf({ subresource }: KubectlCommand): Scope {
  const scopes = ['status', 'scale', 'resize', 'ephemeralcontainers', 'approval'] as const;
  return scopes.find((scope) => scope === subresource) ?? 'object';
}
