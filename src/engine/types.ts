import type { Discovery, Resource } from '../cluster/discovery.ts';
import type { Http } from '../cluster/http.ts';
import type { Schemas } from '../cluster/schemas.ts';
import type { DiscoveredApp } from '../discover/types.ts';
import type { AppRef } from '../drift/types.ts';
import type { GitopsError } from '../errors.ts';
import { groupOf, type KubeObject, namespaceOf } from '../object.ts';
import type { Manifest, Root } from '../render/types.ts';
import type { Typed } from '../schema.ts';

/** An open connection and what the server said of itself. */
export interface Cluster {
  readonly context: string;
  readonly server: string;
  readonly namespace: string;
  readonly version: string;
  readonly http: Http;
  readonly discovery: Discovery;
  readonly schemas: Schemas;
  /** Identifies the server in caches. */
  readonly key: string;
}

/** A root bound to this cluster. */
export interface App {
  readonly ref: AppRef;
  readonly root: Root;
  /** What its controller's own object says; absent: people or their tools apply it. */
  readonly controlled?: DiscoveredApp;
}

/** One desired object, resolved against what the server serves. */
export interface Item {
  readonly app: App;
  readonly manifest: Manifest;
  readonly desired: KubeObject;
  readonly resource: Resource;
  /** Readable once the schemas are loaded (`Resolved.ready`). */
  readonly type: Typed;
}

/** A desired object that cannot be looked up. */
export interface Unresolved {
  readonly app: App;
  readonly manifest: Manifest;
  readonly desired: KubeObject;
  /** Its kind or namespace comes with git and is not there yet: then it is absent, else unknown. */
  readonly error: GitopsError | null;
}

/** The item with another desired object; its type is still read when it is asked for. */
export function withDesired(item: Item, desired: KubeObject): Item {
  const { app, manifest, resource } = item;
  return {
    app,
    manifest,
    desired,
    resource,
    get type() {
      return item.type;
    },
  };
}

export function keyOf(apiVersionGroup: string, kind: string, namespace: string | null, name: string): string {
  return `${apiVersionGroup}/${kind}/${namespace ?? ''}/${name}`;
}

export function itemKey({ desired, resource }: Item): string {
  return keyOf(groupOf(resource.apiVersion), resource.kind, namespaceOf(desired), desired.metadata.name);
}
