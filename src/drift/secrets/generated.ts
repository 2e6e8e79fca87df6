import { isObject, type Json, type KubeObject, namespaceOf, sameJson, stringOr } from '../../object.ts';
import { isSecret } from './mask.ts';
import type { Finding } from '../settle.ts';

/**
 * A Secret that kustomize makes of files which SOPS encrypted. Its deployer makes it of the decrypted ones, so that data and
 * the hash in its name are others.
 */
export interface Generated {
  /** Without the hash. */
  readonly name: string;
  readonly hasHash: boolean;
  readonly namespace: string | null;
}

/** The characters of kustomize's hashes (kustomize/api/hasher). */
const HASH = '-[2456789bcdfghkmt]{10}';
const HASHED = new RegExp(`^(.+)${HASH}$`);
/** What SOPS leaves in a file, whatever its format: YAML, JSON, dotenv, INI. */
const ENCRYPTED_FILE = /^ENC\[[A-Z0-9_]+,data:|(?:^|[\s{,])(?:"mac"|sops_mac|mac)\s*[:=]\s*"?ENC\[/;

/** null: it is none. */
export function generatedOf(object: KubeObject, namespace: string | null): Generated | null {
  if (!isSecret(object) || !isObject(object.data) || object.sops !== undefined) return null;
  if (!Object.values(object.data).some(isEncryptedFile)) return null;
  const [, name] = HASHED.exec(object.metadata.name) ?? [];
  return { name: name ?? object.metadata.name, hasHash: name !== undefined, namespace };
}

function isEncryptedFile(value: Json): boolean {
  return ENCRYPTED_FILE.test(Buffer.from(stringOr(value, ''), 'base64').toString('utf8'));
}

/** Whether a live object is what the deployer made of the decrypted files. */
export function isGenerated(live: KubeObject, generated: readonly Generated[]): boolean {
  if (!isSecret(live)) return false;
  const { name } = live.metadata;
  return generated.some(
    (one) =>
      one.namespace === namespaceOf(live) && one.name === (one.hasHash ? HASHED.exec(name)?.[1] : name),
  );
}

/** The rule that ignores a finding whose sides differ in the hash of such a name alone; null: it counts. */
export function generatedIgnore(
  { git, live }: Finding,
  object: KubeObject,
  generated: readonly Generated[],
): string | null {
  const names = generated.filter((one) => one.hasHash && one.namespace === namespaceOf(object));
  if (names.length === 0) return null;
  const found = names.find(({ name }) => isOfHash(git, live, name));
  return found === undefined ? null : `name of Secret ${found.name}, which is made of encrypted files`;
}

/** In a list that tells its items by their names one of git's is missing, and one of live's is extra. */
function isOfHash(git: Json | undefined, live: Json | undefined, name: string): boolean {
  if (git !== undefined && live !== undefined)
    return sameJson(withoutHash(git, name), withoutHash(live, name));
  const only = git ?? live ?? null;
  return sameJson(withoutHash(only, name), { name }) && !sameJson(only, { name });
}

function withoutHash(value: Json, name: string): Json {
  if (typeof value === 'string') return HASHED.exec(value)?.[1] === name ? name : value;
  if (Array.isArray(value)) return value.map((one: Json) => withoutHash(one, name));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutHash(one, name)]));
}
