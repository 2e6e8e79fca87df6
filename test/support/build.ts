import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, repositoryRoot } from './cache.ts';
import { showProgress } from './progress.ts';
import { run } from './run.ts';
import { controlPlanes, kstatusVersion, type ServerVersion, type ToolName, toolNamed } from './tools.ts';

const moduleFolder = join(repositoryRoot, 'test/controlplane');
const kstatusFolder = join(repositoryRoot, 'test/kstatus');

export type ControlPlaneBinaries = {
  readonly folder: string;
  readonly controlplane: string;
  readonly kubectl: string;
};

/** Builds etcd, kube-apiserver and kube-controller-manager as one program, and the kubectl of the same version. */
export async function buildControlPlane(server: ServerVersion = '1.36'): Promise<ControlPlaneBinaries> {
  const { version, modfile, minutes } = controlPlanes[server];
  const key = `bin/controlplane-${version}-${await hashModule(moduleFolder, modfile, version)}`;
  const folder = await cached(key, async (partial) => {
    const packages = ['.', 'k8s.io/kubernetes/cmd/kubectl'];
    const flags = [`-modfile=${modfile}`, '-ldflags', versionFlags(version), '-o', `${partial}/`];
    await go(
      ['build', ...flags, '-v', '-buildvcs=false', ...packages],
      `building Kubernetes ${version}`,
      minutes,
    );
  });
  return { folder, controlplane: join(folder, 'controlplane'), kubectl: join(folder, 'kubectl') };
}

/** Installs one of the renderers and returns the path of its program. */
export async function buildTool(name: ToolName): Promise<string> {
  const { module, version, binary, minutes, variables = {} } = toolNamed(name);
  const ldflags = linkTime(variables);
  const key = `bin/${name}-${version}-${digest([module, version, ldflags, await goVersion()])}`;
  const folder = await cached(key, async (partial) => {
    const what = `building ${name} ${version}`;
    await go(
      ['install', '-v', '-buildvcs=false', '-ldflags', ldflags, `${module}@${version}`],
      what,
      minutes,
      { GOBIN: partial },
    );
  });
  return join(folder, binary);
}

/** Builds the program that tells what kstatus says of objects, and returns its path. */
export async function buildKstatus(): Promise<string> {
  const key = `bin/kstatus-${kstatusVersion}-${await hashModule(kstatusFolder, 'go.mod', kstatusVersion)}`;
  const folder = await cached(key, async (partial) => {
    const args = ['build', '-v', '-buildvcs=false', '-o', `${partial}/`, '.'];
    await go(args, `building kstatus ${kstatusVersion}`, 1, {}, kstatusFolder);
  });
  return join(folder, 'kstatus');
}

async function go(
  args: readonly string[],
  what: string,
  minutes: number,
  env: Readonly<Record<string, string>> = {},
  cwd = moduleFolder,
): Promise<void> {
  const progress = showProgress(what, minutes);
  try {
    await run('go', args, {
      cwd,
      env: { GOWORK: 'off', ...env },
      onStderr: (text) => progress.step(text.split('\n').length - 1),
    });
    progress.end('done');
  } catch (cause) {
    progress.end('failed');
    throw cause;
  }
}

/** Without these the server and kubectl call themselves v0.0.0, which kubectl refuses to parse. */
function versionFlags(version: string): string {
  const [major = '', minor = ''] = version.slice(1).split('.');
  const name = 'k8s.io/component-base/version';
  return linkTime({
    [`${name}.gitVersion`]: version,
    [`${name}.gitMajor`]: major,
    [`${name}.gitMinor`]: minor,
    [`${name}.gitTreeState`]: 'clean',
  });
}

function linkTime(variables: Readonly<Record<string, string>>): string {
  const flags = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  return flags.join(' ');
}

async function hashModule(folder: string, modfile: string, version: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.go')).sort();
  const inputs = [modfile, modfile.replace(/mod$/, 'sum'), ...files];
  const texts = await Promise.all(inputs.map((file) => readFile(join(folder, file), 'utf8')));
  return digest([version, await goVersion(), ...inputs, ...texts]);
}

/** Names the platform too: `go version go1.26.8 linux/amd64`. */
function goVersion(): Promise<string> {
  return run('go', ['version'], { cwd: moduleFolder });
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
