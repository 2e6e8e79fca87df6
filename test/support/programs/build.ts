import { join } from 'node:path';
import { cached, repositoryRoot } from '../cache.ts';
import { digest, go, goVersion, hashModule, linkTime } from './go.ts';
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
  const key = `bin/controlplane-${version}-${await hashModule(moduleFolder, modfile, [version])}`;
  const folder = await cached(key, async (partial) => {
    const packages = ['.', 'k8s.io/kubernetes/cmd/kubectl'];
    const flags = [`-modfile=${modfile}`, '-ldflags', versionFlags(version), '-o', `${partial}/`];
    const build = { cwd: moduleFolder, what: `building Kubernetes ${version}`, minutes };
    await go(['build', ...flags, '-v', '-buildvcs=false', ...packages], build);
  });
  return { folder, controlplane: join(folder, 'controlplane'), kubectl: join(folder, 'kubectl') };
}

/** Installs one of the tools and returns the path of its program. */
export async function buildTool(name: ToolName): Promise<string> {
  const { module, version, binary, minutes, variables = {} } = toolNamed(name);
  const ldflags = linkTime(variables);
  const key = `bin/${name}-${version}-${digest([module, version, ldflags, await goVersion(moduleFolder)])}`;
  const folder = await cached(key, async (partial) => {
    const env = { GOBIN: partial };
    const build = { cwd: moduleFolder, what: `building ${name} ${version}`, minutes, env };
    await go(['install', '-v', '-buildvcs=false', '-ldflags', ldflags, `${module}@${version}`], build);
  });
  return join(folder, binary);
}

/** Builds the program that tells what kstatus says of objects, and returns its path. */
export async function buildKstatus(): Promise<string> {
  const key = `bin/kstatus-${kstatusVersion}-${await hashModule(kstatusFolder, 'go.mod', [kstatusVersion])}`;
  const folder = await cached(key, async (partial) => {
    const args = ['build', '-v', '-buildvcs=false', '-o', `${partial}/`, '.'];
    await go(args, { what: `building kstatus ${kstatusVersion}`, minutes: 1, cwd: kstatusFolder });
  });
  return join(folder, 'kstatus');
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
