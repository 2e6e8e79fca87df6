import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { freePorts } from '../servers/ports.ts';
import { run } from '../run.ts';
import { fluxArchive } from './oracle.ts';

/** What a source's status says of its archive. */
export interface Artifact {
  readonly path: string;
  readonly url: string;
  readonly revision: string;
  readonly digest: string;
  readonly size: number;
  readonly lastUpdateTime: string;
}

export interface ArtifactServer {
  /** Packs a commit as source-controller does, and serves it. */
  readonly publish: (
    repository: string,
    branch: string,
    commit: string,
    ignore: string | null,
  ) => Promise<Artifact>;
  readonly stop: () => Promise<void>;
}

/** Serves archives of commits over HTTP, in source-controller's place. */
export async function serveArtifacts(): Promise<ArtifactServer> {
  const folder = await mkdtemp(join(tmpdir(), 'flux-artifacts-'));
  const [port = 0] = await freePorts(1);
  const server = createServer((request, response) => {
    const file = createReadStream(join(folder, basename(request.url ?? '')));
    file.on('error', () => response.writeHead(404).end());
    file.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    publish: async (repository, branch, commit, ignore) => {
      const checkout = await mkdtemp(join(folder, 'checkout-'));
      const path = `${basename(checkout)}.tar.gz`;
      await run('git', ['clone', '--quiet', '--no-checkout', '--shared', repository, checkout]);
      await run('git', ['checkout', '--quiet', '--detach', commit], { cwd: checkout });
      const archived = await fluxArchive({ dir: checkout, ignore, file: join(folder, path) });
      const url = `http://127.0.0.1:${port}/${path}`;
      const lastUpdateTime = `${new Date().toISOString().slice(0, 19)}Z`;
      return { path, url, revision: `${branch}@sha1:${commit}`, ...archived, lastUpdateTime };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
