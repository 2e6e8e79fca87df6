import { isObject, type Json, objectAt, sameJson, stringOr } from '../object.ts';
import { compileOpenApi } from '../openapi.ts';
import type { GroupVersionSchema } from '../schema.ts';
import type { Store } from '../store.ts';
import { type Http, parseJson } from './http.ts';

/** The server's schema of a group-version; undefined where it publishes none or we may not read it. */
export type Schemas = (apiVersion: string) => Promise<GroupVersionSchema | undefined>;

/** Bumped when the compiled form changes. */
const FORM = 1;

/**
 * OpenAPI v3 documents, fetched once a run and kept compiled by the hash that the server puts in their address,
 * so that an unchanged server costs one small index.
 */
export function openSchemas(http: Http, store: Store, server: string): Schemas {
  // whoever connects wants to know some of them, once it is known which
  const index = readIndex(http, store, server);
  index.catch(() => undefined);
  const known = new Map<string, Promise<GroupVersionSchema | undefined>>();
  return (apiVersion) => {
    const found = known.get(apiVersion) ?? load(http, store, index, apiVersion);
    known.set(apiVersion, found);
    return found;
  };
}

async function load(
  http: Http,
  store: Store,
  index: Promise<Readonly<Record<string, string>>>,
  apiVersion: string,
): Promise<GroupVersionSchema | undefined> {
  const address = (await index)[pathOf(apiVersion)];
  if (address === undefined) return undefined;
  const key = keyFor(apiVersion, address);
  const kept = key === undefined ? undefined : store.read(key);
  if (isSchema(kept)) return kept;
  const response = await http({ method: 'GET', path: address });
  if (response.status !== 200) return undefined;
  const compiled = compileOpenApi(parseJson(response.body));
  if (key !== undefined) store.write(key, compiled);
  return compiled;
}

/** The schema that the server published when it was last asked, without asking; undefined: not kept. */
export function keptSchema(store: Store, server: string, apiVersion: string): GroupVersionSchema | undefined {
  const address = stringOr(objectAt(store.read(`index-${server}`))[pathOf(apiVersion)], '');
  const key = keyFor(apiVersion, address);
  const kept = key === undefined ? undefined : store.read(key);
  return isSchema(kept) ? kept : undefined;
}

function pathOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
}

function keyFor(apiVersion: string, address: string): string | undefined {
  const hash = /[?&]hash=([0-9A-Za-z]+)/.exec(address)?.[1];
  return hash === undefined ? undefined : `${apiVersion.replace('/', '_')}-${FORM}-${hash}`;
}

async function readIndex(
  http: Http,
  store: Store,
  server: string,
): Promise<Readonly<Record<string, string>>> {
  const response = await http({ method: 'GET', path: '/openapi/v3' });
  if (response.status !== 200) return {};
  const paths = objectAt(parseJson(response.body), 'paths');
  const index = Object.fromEntries(
    Object.entries(paths).map(([path, entry]) => [path, stringOr(objectAt(entry).serverRelativeURL, '')]),
  );
  if (!sameJson(store.read(`index-${server}`), index)) store.write(`index-${server}`, index);
  return index;
}

function isSchema(value: Json | undefined): value is Json & GroupVersionSchema {
  return isObject(value) && isObject(value.types) && isObject(value.kinds);
}
