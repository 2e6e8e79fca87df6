import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { undefinedIfAbsent } from './servers/errno.ts';
import { locked } from './servers/lock.ts';

export const repositoryRoot: string = resolve(import.meta.dirname, '../..');

/** Built programs and running clusters live here; git ignores it, and without a running cluster it may be deleted. */
export function cacheFolder(): string {
  return resolve(process.env.KUBECTL_GITOPS_TEST_CACHE ?? join(repositoryRoot, '.cache'));
}

/**
 * Returns the folder of this key, made at most once. `make` fills a folder beside it that is then renamed: nobody
 * ever sees half of it, whoever else builds at the same time. The lock only saves doing the same work twice.
 */
export async function cached(key: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder(), key);
  if (await exists(folder)) return folder;
  return locked(folder, async () => {
    if (await exists(folder)) return folder;
    await removePartials(folder);
    const partial = `${folder}.${randomUUID()}.partial`;
    try {
      await mkdir(partial, { recursive: true });
      await make(partial);
      await rename(partial, folder).catch(async (cause) => {
        if (!(await exists(folder))) throw cause;
      });
      return folder;
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  });
}

/** A builder that was killed leaves what it had so far. */
async function removePartials(folder: string): Promise<void> {
  const siblings = await readdir(dirname(folder));
  const partials = siblings.filter(
    (name) => name.startsWith(`${basename(folder)}.`) && name.endsWith('.partial'),
  );
  const paths = partials.map((name) => join(dirname(folder), name));
  await Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })));
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(undefinedIfAbsent)) !== undefined;
}
