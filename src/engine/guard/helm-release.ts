import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { listAll } from '../../cluster/live.ts';
import { groupOf, type Json, type KubeObject, objectAt, stringOr } from '../../object.ts';
import { readManifests } from '../../render/manifest.ts';
import type { Where } from './find.ts';

const inflate = promisify(gunzip);

/**
 * Whether a Helm release lists an object among its manifests. The release lies in a Secret, gzipped and twice in
 * base64 (Helm's storage driver); nothing of it is kept or shown.
 */
export async function helmDeclares(
  release: string,
  { http, discovery }: Where,
): Promise<(live: KubeObject) => boolean | null> {
  const [namespace = '', name = ''] = release.split('/');
  const secrets = discovery.find('v1', 'Secret');
  if (secrets === undefined) return () => null;
  const labelSelector = `owner=helm,name=${name},status in (deployed,superseded,failed,pending-upgrade)`;
  const all = await listAll(http, secrets, namespace, { labelSelector });
  const latest = all.toSorted((a, b) => versionOf(b) - versionOf(a))[0];
  if (latest === undefined) return () => null;
  const manifest = await manifestOf(objectAt(latest.data).release);
  if (manifest === null) return () => null;
  const { manifests } = readManifests(manifest, release, { strict: false });
  const declared = new Set(manifests.map(({ object }) => keyOf(object)));
  return (live) => declared.has(keyOf(live));
}

/** Without the namespace: Helm fills in the release's where a template names none. */
function keyOf({ apiVersion, kind, metadata }: KubeObject): string {
  return `${groupOf(apiVersion)}/${kind}/${metadata.name}`;
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
