import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isArray, isObject, type Json, type JsonObject, stringOr } from '../../../src/object.ts';
import { run } from '../run.ts';
import { buildArgoCd, type HelmName, rendererPath } from './build.ts';
import { type ApiResource, usualResources } from './resources.ts';

/** An installation of Argo CD, as far as it decides what is rendered. Objects may also be given as YAML. */
export type ArgoWorld = {
  /** Which folder, a git repository, answers for a repository's URL. What is not committed there does not count. */
  readonly repositories?: Readonly<Record<string, string>>;
  /** The data of argocd-cm, such as `kustomize.buildOptions`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Secrets of Argo CD's namespace; `clusterSecret` makes those of clusters. */
  readonly secrets?: readonly (JsonObject | string)[];
  /** AppProjects besides the permissive `default`. */
  readonly projects?: readonly (JsonObject | string)[];
  /** Which Helm the repo-server finds; Argo CD 3.0 is released with Helm 3. */
  readonly helm?: HelmName;
};

export type ArgoManifestsInput = ArgoWorld & {
  readonly application: JsonObject | string;
  /** Of the destination's API server. Default: 1.36.3 with the usual kinds. */
  readonly kubeVersion?: string;
  readonly resources?: readonly ApiResource[];
};

export type ArgoManifests = {
  /** Why there are none, in Argo CD's words; absent when it rendered. */
  readonly error?: string;
  /** As the repo-server generates them, tracking annotation and all, in its order. */
  readonly manifests: readonly JsonObject[];
  /** As the controller compares and applies them: with the namespace they land in, doubles dropped, in no order. */
  readonly targets: readonly JsonObject[];
  readonly sources: readonly ArgoSource[];
  /** Warnings such as RepeatedResourceWarning, and what makes the spec invalid. */
  readonly conditions: readonly JsonObject[];
};

export type ArgoSource = {
  readonly type: string;
  readonly revision: string;
  readonly commands: readonly string[];
};

export type ArgoAppSetInput = ArgoWorld & {
  readonly applicationSet: JsonObject | string;
  /** `--enable-new-git-file-globbing` of the controller. */
  readonly newGlobbing?: boolean;
};

export type ArgoAppSet = {
  /** Of the condition ErrorOccurred. Where only some Applications are invalid, the others are made all the same. */
  readonly error?: string;
  /** Sorted by name; without owner, uid and times. */
  readonly applications: readonly JsonObject[];
  readonly conditions: readonly JsonObject[];
};

/** The objects that Argo CD's application controller and repo-server make of an Application. */
export async function argoManifests(input: ArgoManifestsInput): Promise<ArgoManifests> {
  const [answer] = await argoManifestsOfAll([input]);
  if (answer === undefined) throw new Error('the oracle did not answer');
  return answer;
}

/** The same for many at once: half a second each is saved. */
export async function argoManifestsOfAll(
  inputs: readonly ArgoManifestsInput[],
): Promise<readonly ArgoManifests[]> {
  const requests = inputs.map(
    ({ helm: _, kubeVersion = 'v1.36.3', resources = usualResources, ...rest }) => ({
      ...rest,
      kubeVersion,
      resources,
    }),
  );
  const answers = await ask('manifests', requests, inputs[0]?.helm);
  return answers.map((answer) => ({
    ...errorOf(answer),
    manifests: objectsAt(answer, 'manifests'),
    targets: objectsAt(answer, 'targets'),
    sources: objectsAt(answer, 'sources').map(sourceOf),
    conditions: objectsAt(answer, 'conditions'),
  }));
}

/** The Applications that Argo CD's ApplicationSet controller makes. */
export async function argoAppSet(input: ArgoAppSetInput): Promise<ArgoAppSet> {
  const [answer] = await argoAppSetOfAll([input]);
  if (answer === undefined) throw new Error('the oracle did not answer');
  return answer;
}

/** The same for many at once. */
export async function argoAppSetOfAll(inputs: readonly ArgoAppSetInput[]): Promise<readonly ArgoAppSet[]> {
  const requests = inputs.map(({ helm: _, ...rest }) => rest);
  const answers = await ask('appset', requests, inputs[0]?.helm);
  return answers.map((answer) => ({
    ...errorOf(answer),
    applications: objectsAt(answer, 'applications'),
    conditions: objectsAt(answer, 'conditions'),
  }));
}

async function ask(
  oracle: 'manifests' | 'appset',
  requests: readonly object[],
  helm?: HelmName,
): Promise<readonly JsonObject[]> {
  const program = await buildArgoCd();
  const home = await mkdtemp(join(tmpdir(), 'argocd-oracle-'));
  try {
    const path = await rendererPath(join(home, 'bin'), helm);
    const env = { PATH: path, HOME: home, TMPDIR: home, ARGOCD_GPG_ENABLED: 'false' };
    const input = requests.map((request) => JSON.stringify(request)).join('\n');
    const text = await run(program, ['oracle', oracle], { env, input });
    return text.trim().split('\n').map(parse);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function parse(line: string): JsonObject {
  const value: unknown = JSON.parse(line);
  if (!isObject(value)) throw new Error(`not an answer of the oracle: ${line.slice(0, 200)}`);
  return value;
}

function errorOf({ error }: JsonObject): { readonly error?: string } {
  return typeof error === 'string' ? { error } : {};
}

/** Go writes an empty list as null. */
function objectsAt(answer: JsonObject, key: string): readonly JsonObject[] {
  const list = answer[key];
  return isArray(list) ? list.filter(isObject) : [];
}

function sourceOf({ type, revision, commands }: JsonObject): ArgoSource {
  const strings = isArray(commands) ? commands : [];
  return { type: stringOr(type, ''), revision: stringOr(revision, ''), commands: strings.filter(isString) };
}

function isString(value: Json): value is string {
  return typeof value === 'string';
}
