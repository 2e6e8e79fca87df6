import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { isEncrypted } from '../../drift/secrets/encrypted.ts';
import { UsageError } from '../../errors.ts';
import type { LocatedRepository } from '../../git/repository.ts';
import { gitSettings } from '../../git/settings.ts';
import { type Ran, run } from '../../io.ts';
import { isObject, type Json, type KubeObject, objectAt } from '../../object.ts';
import { withScratch } from '../../render/program/program.ts';
import type { Item } from '../types.ts';

/** sops may ask a key service, or a person for a passphrase. */
const TIMEOUT = 60_000;
/** The object that was rendered is not the file that SOPS signed: deployers leave its MAC alone as well. */
const ARGS = ['--decrypt', '--ignore-mac', '--input-type', 'json', '--output-type', 'json'];

/** Decrypts what git keeps encrypted, if who runs this wants it. What comes of it is in memory alone. */
export interface Decrypter {
  readonly isOn: boolean;
  /** An encrypted object with its values, if they can be had; any other one as it is. */
  readonly readable: (object: KubeObject) => Promise<KubeObject>;
  /** Why an object could not be decrypted; null: it could, or nobody tried. */
  readonly failureOf: (object: KubeObject) => string | null;
}

const OFF: Decrypter = { isOn: false, readable: async (object) => object, failureOf: () => null };

/**
 * As the clone's own git configuration says: neither the repository, nor what holds for clones of whatever repository, has
 * sops run. The metadata of what it decrypts names the key services that it calls. Throws UsageError for a word that is none.
 */
export async function openDecrypter(
  items: readonly Pick<Item, 'manifest'>[],
  repository: LocatedRepository | null,
  deps: Deps,
): Promise<Decrypter> {
  if (repository === null || !items.some(({ manifest }) => isEncrypted(manifest.object))) return OFF;
  const settings = await gitSettings(repository, '^gitops\\.decrypt$', ['--local']);
  return isWanted(settings.get('gitops.decrypt')?.at(-1)) ? withSops(deps) : OFF;
}

function isWanted(text = ''): boolean {
  const word = text.trim().toLowerCase();
  if (word === 'sops') return true;
  if (['', 'off', 'false', '0'].includes(word)) return false;
  throw new UsageError(
    'BAD_DECRYPT',
    `git config gitops.decrypt is "${text}", which is none of sops and off`,
    {
      hint: 'write sops or off',
    },
  );
}

function withSops(deps: Deps): Decrypter {
  const known = new Map<string, Promise<KubeObject | null>>();
  const failures = new Map<string, string>();
  let hopeless: string | null = null;
  const decrypt = async (text: string, object: KubeObject): Promise<KubeObject | null> => {
    if (hopeless === null) {
      const ran = await sops(text, deps);
      const found = ran.code === 0 ? withValues(ran.stdout, object) : null;
      if (found !== null) return found;
      failures.set(text, whyOf(ran));
      // nor is it there, or does it answer, for the next one
      if (ran.missing || ran.timedOut) hopeless = whyOf(ran);
      return null;
    }
    failures.set(text, hopeless);
    return null;
  };
  return {
    isOn: true,
    readable: async (object) => {
      if (!isEncrypted(object)) return object;
      const text = JSON.stringify(object);
      const asked = known.get(text) ?? decrypt(text, object);
      known.set(text, asked);
      return (await asked) ?? object;
    },
    failureOf: (object) => failures.get(JSON.stringify(object)) ?? null,
  };
}

/** Handed over in a file, and still encrypted there: not every system, nor every sops, reads it from a pipe. */
function sops(text: string, deps: Deps): Promise<Ran> {
  return withScratch(async (scratch) => {
    const file = join(scratch, 'encrypted.json');
    await writeFile(file, text, { mode: 0o600 });
    return run(deps, 'sops', [...ARGS, file], { cwd: scratch, timeout: TIMEOUT });
  });
}

/** What sops printed as the object that it was given; null: it is none. */
function withValues(stdout: string, { apiVersion, kind, metadata }: KubeObject): KubeObject | null {
  try {
    const found: Json = JSON.parse(stdout);
    if (!isObject(found)) return null;
    const { sops: _, ...object } = found;
    return { ...object, apiVersion, kind, metadata: { ...objectAt(object.metadata), name: metadata.name } };
  } catch {
    return null;
  }
}

function whyOf({ missing, timedOut, stderr }: Ran): string {
  if (missing) return 'sops is not in PATH';
  if (timedOut) return `sops did not finish within ${TIMEOUT / 1000} s`;
  const [said] = stderr.split('\n').filter((line) => line.trim() !== '');
  return said?.trim() ?? 'sops prints no object';
}
