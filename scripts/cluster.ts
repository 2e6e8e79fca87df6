import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { checkPrerequisites } from '../test/support/programs/prerequisites.ts';
import { isServerVersion, type ServerVersion } from '../test/support/programs/tools.ts';
import {
  type BackgroundCluster,
  findBackground,
  startBackground,
  stopBackground,
} from './background-cluster.ts';

const usage = `usage: npm run cluster -- COMMAND [--name NAME]
  start [--server 1.36|1.33]   start a real control plane; prints what to export
  stop                         end it and forget its state
  status                       does it run, and where
  kubeconfig                   print the path of its kubeconfig
`;

type Options = { readonly command: string; readonly name: string; readonly server: ServerVersion };

function parseOptions(argv: readonly string[]): Options | undefined {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    strict: false,
    options: { name: { type: 'string', default: 'default' }, server: { type: 'string', default: '1.36' } },
  });
  const { name, server, ...unknown } = values;
  const [command, ...rest] = positionals;
  if (command === undefined || rest.length > 0 || Object.keys(unknown).length > 0) return undefined;
  if (typeof name !== 'string' || typeof server !== 'string' || !isServerVersion(server)) return undefined;
  return { command, name, server };
}

async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv);
  switch (options?.command) {
    case 'start':
      return start(options);
    case 'stop':
      return stop(options);
    case 'status':
    case 'kubeconfig':
      return show(options);
    default:
      process.stderr.write(usage);
      return 2;
  }
}

async function start({ name, server }: Options): Promise<number> {
  await checkPrerequisites();
  const cluster = await startBackground(name, { version: server });
  process.stderr.write(`cluster ${name}: Kubernetes ${cluster.version} at ${cluster.server}\n`);
  process.stdout.write(exportsOf(cluster));
  return 0;
}

/** For `eval` in a POSIX shell, or to copy. */
function exportsOf({ kubeconfig, kubectl }: BackgroundCluster): string {
  return `export KUBECONFIG=${quote(kubeconfig)}\nexport PATH=${quote(dirname(kubectl))}:"$PATH"\n`;
}

async function stop({ name }: Options): Promise<number> {
  const stopped = await stopBackground(name);
  process.stderr.write(`cluster ${name}: ${stopped ? 'stopped' : 'did not run'}\n`);
  return 0;
}

async function show({ command, name }: Options): Promise<number> {
  const ready = await findBackground(name);
  if (ready === undefined) {
    process.stderr.write(`cluster ${name}: does not run\nhint: npm run cluster -- start --name ${name}\n`);
    return 1;
  }
  const line = `cluster ${name}: Kubernetes ${ready.version} at ${ready.server}, process ${ready.pid}`;
  process.stdout.write(`${command === 'kubeconfig' ? ready.kubeconfig : line}\n`);
  return 0;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (cause) {
  process.stderr.write(`error: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
