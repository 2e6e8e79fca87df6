import { credentialsFor } from '../../../src/cluster/login/credentials.ts';
import { type Http, openHttp } from '../../../src/cluster/http.ts';
import { readConnection } from '../../../src/cluster/login/kubeconfig.ts';

/** The program's own way to an API server. */
export async function client(kubeconfig: string): Promise<Http> {
  const deps = {
    cwd: process.cwd(),
    env: {},
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    signal: new AbortController().signal,
  };
  const connection = readConnection(deps, { kubeconfig });
  const credentials = await credentialsFor(connection, deps);
  const { server } = connection;
  return openHttp({ server, credentials, headers: {}, timeout: 0, proxy: null, signal: deps.signal });
}
