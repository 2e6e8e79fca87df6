import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, exists } from '../cache.ts';
import { isErrno } from '../servers/errno.ts';
import { attempt, run } from '../run.ts';
import { buildArgoCd } from './build.ts';

export type Redis = {
  /** A sentence's worth of where it comes from, for who reads a log. */
  readonly origin: string;
  readonly command: string;
  /** What makes it listen on a port of this machine and keep nothing on disk. */
  readonly args: (port: number) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/**
 * The Redis that Argo CD's parts talk through: the one on PATH, else Debian's, unpacked into the cache folder without
 * being installed, else the imitation in Go that Argo CD's own tests use.
 */
export async function findRedis(): Promise<Redis> {
  const found = await whichRedis();
  if (found !== undefined) return real('the redis-server on PATH', found, {});
  const folder = await debianRedis();
  if (folder !== undefined) {
    const libraries = join(folder, 'usr/lib', await triplet(folder));
    return real('redis-server of Debian', join(folder, 'usr/bin/redis-server'), {
      LD_LIBRARY_PATH: libraries,
    });
  }
  return {
    origin: 'miniredis: there is no redis-server on PATH, and no Debian to fetch one from',
    command: await buildArgoCd(),
    args: (port) => ['redis', `127.0.0.1:${port}`],
    env: {},
  };
}

function real(origin: string, command: string, env: Readonly<Record<string, string>>): Redis {
  const args = (port: number) => [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  return { origin, command, args, env };
}

async function whichRedis(): Promise<string | undefined> {
  try {
    return (await attempt('redis-server', ['--version'])).code === 0 ? 'redis-server' : undefined;
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

/** In redis-tools is the program, in redis-server its name. */
const packages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];

async function debianRedis(): Promise<string | undefined> {
  try {
    return await cached('bin/redis-debian', async (folder) => {
      await run('apt-get', ['download', '--quiet', ...packages], { cwd: folder });
      for (const file of await readdir(folder))
        await run('dpkg-deb', ['--extract', join(folder, file), folder], { cwd: folder });
      const program = join(folder, 'usr/bin/redis-server');
      const env = { LD_LIBRARY_PATH: join(folder, 'usr/lib', await triplet(folder)) };
      await run(program, ['--version'], { env });
    });
  } catch {
    // No apt-get here, no network, another system: whichever it is, the imitation will do.
    return undefined;
  }
}

/** `x86_64-linux-gnu`: the folder of libraries, named after the architecture. */
async function triplet(folder: string): Promise<string> {
  const libraries = join(folder, 'usr/lib');
  const names = (await exists(libraries)) ? await readdir(libraries) : [];
  return names.find((name) => name.endsWith('-linux-gnu')) ?? '';
}
