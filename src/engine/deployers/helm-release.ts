import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { listAll } from '../../cluster/live.ts';
import { groupOf, type Json, type KubeObject, objectAt, stringOr } from '../../object.ts';
import { readManifests } from '../../render/manifest.ts';
import type { Asking, Tracked } from './types.ts';

const inflate = promisify(gunzip);

/**
 * What a Helm release lists among its manifests; null: it cannot be told. The release lies in a Secret, gzipped and
 * twice in base64 (Helm's storage driver); nothing of it but names is kept.
 */
export async function helmObjects(
  release: string,
  { http, discovery }: Asking,
): Promise<readonly Tracked[] | null> {
  const [namespace = '', name = ''] = release.split('/');
  const secrets = discovery.find('v1', 'Secret');
  if (secrets === undefined) return null;
  const labelSelector = `owner=helm,name=${name},status in (deployed,superseded,failed,pending-upgrade)`;
  const all = await listAll(http, secrets, namespace, { labelSelector });
  const latest = all.toSorted((a, b) => versionOf(b) - versionOf(a))[0];
  const manifest = await manifestOf(objectAt(latest?.data).release);
  if (manifest === null) return null;
  const { manifests } = readManifests(manifest, release, { strict: false });
  return manifests.map(({ object: { apiVersion, kind, metadata } }) => ({
    group: groupOf(apiVersion),
    kind,
    namespace: stringOr(metadata.namespace, null),
    name: metadata.name,
  }));
}

function versionOf({ metadata }: KubeObject): number {
  return Number(stringOr(objectAt(metadata.labels).version, '0'));
}

async function manifestOf(encoded: Json | undefined): Promise<string | null> {
  if (typeof encoded !== 'string') return null;
  const zipped = Buffer.from(Buffer.from(encoded, 'base64').toString('latin1'), 'base64');
  try {
    const release: Json = JSON.parse((await inflate(zipped)).toString('utf8'));
    return stringOr(objectAt(release).manifest, null);
  } catch {
    return null;
  }
}
