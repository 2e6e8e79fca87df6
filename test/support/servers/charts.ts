import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { buildTool } from '../programs/build.ts';
import { folder } from '../repository.ts';
import { run } from '../run.ts';

export interface ChartRepository {
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  readonly close: () => void;
}

/** Packs charts with the real helm, and serves them as a repository until the test ends. `charts`: the files of each. */
export async function serveCharts(
  charts: readonly Readonly<Record<string, string>>[],
): Promise<ChartRepository> {
  const helm = await buildTool('helm4');
  const packed = folder();
  for (const files of charts) await run(helm, ['package', folder(files), '--destination', packed]);
  await run(helm, ['repo', 'index', packed]);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    readFile(join(packed, request.url ?? '')).then(
      (content) => response.end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
  };
  onTestFinished(close);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the repository has no port');
  return { url: `http://127.0.0.1:${address.port}`, asked, close };
}
