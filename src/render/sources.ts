import { EXIT, GitopsError } from '../errors.ts';
import type { Locate, Rendering, Root } from './types.ts';

/** The sources of one app, rendered one after the other as Argo CD strings them together. */
export async function renderSources(
  { sources = [] }: Root,
  render: (part: Root) => Promise<Rendering>,
): Promise<Rendering> {
  const parts: Rendering[] = [];
  const failures: GitopsError[] = [];
  for (const source of sources) {
    const part = await rendered(source, render);
    if (part instanceof GitopsError) failures.push(part);
    else parts.push(part);
  }
  const [failure] = failures;
  if (failure !== undefined && parts.length === 0) throw failure;
  const digests = failure === undefined ? parts.map(({ digest }) => digest) : [undefined];
  return {
    manifests: parts.flatMap(({ manifests }) => manifests),
    perDeploy: parts.flatMap(({ perDeploy }) => perDeploy),
    problems: [...failures, ...parts.flatMap(({ problems }) => problems)],
    warnings: parts.flatMap(({ warnings }) => warnings),
    ...(digests.includes(undefined) ? {} : { digest: digests.join() }),
    ...(parts.some(({ fetched }) => fetched === true) ? { fetched: true } : {}),
    ...(failure === undefined ? {} : { partial: true }),
  };
}

/** A source that does not render hides no other one. */
async function rendered(
  source: Root,
  render: (part: Root) => Promise<Rendering>,
): Promise<Rendering | GitopsError> {
  try {
    return await render(source);
  } catch (error) {
    if (error instanceof GitopsError && error.exitCode !== EXIT.cancelled) return error;
    throw error;
  }
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

/** Whether values of the cluster stand in what it renders to: nothing of that is kept anywhere. */
export function isFromCluster({ helm, kustomize, sources = [] }: Root): boolean {
  return (
    helm?.fromCluster === true ||
    kustomize?.substitute?.fromCluster === true ||
    sources.some((source) => isFromCluster(source))
  );
}

/** The values of Secrets that it is rendered with. */
export function secretsOf({ helm, kustomize, sources = [] }: Root): readonly string[] {
  return [
    ...(helm?.secrets ?? []),
    ...(kustomize?.substitute?.secrets ?? []),
    ...sources.flatMap((source) => secretsOf(source)),
  ];
}

/** Whether a program that the repository names renders it, or a part of it. */
export function runsCommand({ kind, sources = [] }: Root): boolean {
  return kind === 'command' || sources.some(runsCommand);
}

/** Charts are told which cluster they are meant for; whatever else there is renders alike for every one. */
export function isForCluster({ kind, kustomize, sources = [] }: Root): boolean {
  const takesCharts = kustomize?.flags?.includes('--enable-helm') === true;
  return kind === 'helm' || takesCharts || sources.some(isForCluster);
}
