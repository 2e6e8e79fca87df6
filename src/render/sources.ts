import type { Locate, Rendering, Root } from './types.ts';

/** The sources of one app, rendered one after the other as Argo CD strings them together. */
export async function renderSources(
  { sources = [] }: Root,
  render: (part: Root) => Promise<Rendering>,
): Promise<Rendering> {
  const parts: Rendering[] = [];
  for (const part of sources) parts.push(await render(part));
  const digests = parts.map(({ digest }) => digest);
  return {
    manifests: parts.flatMap(({ manifests }) => manifests),
    perDeploy: parts.flatMap(({ perDeploy }) => perDeploy),
    problems: parts.flatMap(({ problems }) => problems),
    warnings: parts.flatMap(({ warnings }) => warnings),
    ...(digests.includes(undefined) ? {} : { digest: digests.join() }),
    ...(parts.some(({ fetched }) => fetched === true) ? { fetched: true } : {}),
  };
}

/** The last source that knows the line declares it: of two that declare one object the last counts. */
export async function locateSources(
  { sources = [] }: Root,
  locatorOf: (part: Root) => Promise<Locate>,
): Promise<Locate> {
  const locators = await Promise.all(sources.toReversed().map(locatorOf));
  return async (manifest, path) => {
    for (const locate of locators) {
      const found = await locate(manifest, path);
      if (found !== null) return found;
    }
    return null;
  };
}

/** Charts are told which cluster they are meant for; whatever else there is renders alike for every one. */
export function isForCluster({ kind, sources = [] }: Root): boolean {
  return kind === 'helm' || sources.some(isForCluster);
}
