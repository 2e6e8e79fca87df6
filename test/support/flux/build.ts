import { join } from 'node:path';
import { cached, repositoryRoot } from '../cache.ts';
import { go, hashModule } from '../programs/go.ts';
import { run } from '../run.ts';

const moduleFolder = join(repositoryRoot, 'test/flux');
const controllerModule = 'github.com/fluxcd/kustomize-controller';
/** As go.mod requires it. */
export const kustomizeControllerVersion = 'v1.9.5';

export type FluxBinaries = {
  readonly controller: string;
  readonly oracle: string;
};

/** Builds kustomize-controller, and the oracle that calls its code without a cluster. */
export async function buildFlux(): Promise<FluxBinaries> {
  const version = kustomizeControllerVersion;
  const key = `bin/flux-${version}-${await hashModule(moduleFolder, 'go.mod', [version])}`;
  const folder = await cached(key, async (partial) => {
    const build = { cwd: moduleFolder, what: `building Flux's kustomize-controller ${version}`, minutes: 10 };
    const flags = ['-mod=mod', '-v', '-buildvcs=false', '-o', `${partial}/`];
    await go(['build', ...flags, '.', controllerModule], build);
  });
  return { controller: join(folder, 'kustomize-controller'), oracle: join(folder, 'flux') };
}

/** The files that define Flux's kinds: Kustomizations and sources. */
export async function fluxDefinitions(): Promise<readonly string[]> {
  const modules = [
    `${controllerModule}@${kustomizeControllerVersion}`,
    `github.com/fluxcd/source-controller@${sourceControllerVersion}`,
  ];
  // its definitions alone are wanted of source-controller, which does not build
  const options = { cwd: moduleFolder, env: { GOWORK: 'off' } };
  const told = await run('go', ['mod', 'download', '-json', ...modules], options);
  const folders = [...told.matchAll(/"Dir": "([^"]+)"/g)].map(([, folder]) => folder ?? '');
  return folders.map((folder) => join(folder, 'config/crd/bases'));
}

/** Whose API kustomize-controller is built with. */
const sourceControllerVersion = 'v1.9.0';
