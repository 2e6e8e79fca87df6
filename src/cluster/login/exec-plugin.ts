import type { Deps } from '../../deps.ts';
import { ClusterError } from '../../errors.ts';
import { run } from '../../io.ts';
import { isArray, isObject, type Json, type JsonObject, objectAt, stringOr } from '../../object.ts';
import type { Credentials } from './credentials.ts';
import { parseJson } from '../http.ts';
import { type Connection, fileIn } from './kubeconfig.ts';

const LINES = 5;

/**
 * Credentials that an exec plugin makes. It is started once, before anything goes concurrent, and ends with us: one that
 * waits for a browser holds nobody up longer than we are waited for.
 * Throws ClusterError LOGIN_FAILED with the plugin's name and what it said.
 */
export async function execCredentials(
  connection: Connection,
  exec: JsonObject,
  deps: Pick<Deps, 'cwd' | 'env' | 'signal' | 'stderr'>,
): Promise<Pick<Credentials, 'cert' | 'key' | 'headers'>> {
  const command = stringOr(exec.command, '');
  // as client-go: a name is looked for in PATH, a path is relative to the kubeconfig
  const file = command.includes('/') ? fileIn(connection.userDir, command) : command;
  const args = isArray(exec.args) ? exec.args.map((arg) => stringOr(arg, '')) : [];
  // a code to type in a browser is told there
  const aloud = deps.stderr.isTTY === true;
  const ran = await run(deps, file, args, { env: environment(exec, connection, deps.env), aloud });
  if (ran.missing) {
    const [install] = stringOr(exec.installHint, '').trim().split('\n');
    throw failed(connection, command, ['it is not in PATH'], install || `install ${command}`);
  }
  const said = ran.stderr
    .trim()
    .split('\n')
    .filter((line) => line.trim() !== '');
  const status = ran.code === 0 ? statusIn(ran.stdout) : null;
  if (status === null)
    throw failed(connection, command, said.slice(0, LINES), `log in again, or run "${command}" by hand`);
  const cert = stringOr(status.clientCertificateData, '');
  const key = stringOr(status.clientKeyData, '');
  const token = stringOr(status.token, '');
  return {
    ...(cert === '' ? {} : { cert }),
    ...(key === '' ? {} : { key }),
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
  };
}

/** null: no credential, whatever else was printed. */
function statusIn(stdout: string): JsonObject | null {
  try {
    const { status } = objectAt(parseJson(Buffer.from(stdout)));
    return isObject(status) ? status : null;
  } catch {
    return null;
  }
}

/** With KUBERNETES_EXEC_INFO, which the protocol promises to every plugin. */
function environment(
  exec: JsonObject,
  { cluster, server }: Connection,
  inherited: Deps['env'],
): Readonly<Record<string, string | undefined>> {
  const info: Json = {
    apiVersion: stringOr(exec.apiVersion, 'client.authentication.k8s.io/v1'),
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(exec.provideClusterInfo === true ? { cluster: { ...cluster, server } } : {}),
    },
  };
  const declared = isArray(exec.env) ? exec.env.map((entry) => objectAt(entry)) : [];
  return {
    ...inherited,
    KUBERNETES_EXEC_INFO: JSON.stringify(info),
    ...Object.fromEntries(declared.map(({ name, value }) => [stringOr(name, ''), stringOr(value, '')])),
  };
}

function failed(
  { context }: Connection,
  command: string,
  said: readonly string[],
  hint: string,
): ClusterError {
  const [why, ...more] = said;
  const what = `${command} gave no credentials for context "${context}"`;
  return new ClusterError('LOGIN_FAILED', why === undefined ? what : `${what}: ${why}`, {
    facts: more,
    hint,
  });
}
