import type { KubeObject } from '../../../src/object.ts';
import { run } from '../run.ts';
import { buildFlux } from './build.ts';

/** What Flux answers, or what it refuses with. */
export type Answer<T> = { readonly result: T } | { readonly error: string };

export interface BuildRequest {
  readonly kustomization: object;
  /** A checkout of the source. */
  readonly dir: string;
  /** `spec.ignore` of the source. */
  readonly ignore?: string | null;
  readonly configMaps?: readonly object[];
  readonly secrets?: readonly object[];
  readonly strict?: boolean;
}

/** The objects that kustomize-controller would apply for each of these. */
export function fluxBuilds(
  requests: readonly BuildRequest[],
): Promise<readonly Answer<readonly KubeObject[]>[]> {
  return ask('build', requests);
}

export interface SubstituteRequest {
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly strict: boolean;
}

/** Each of these texts with its variables replaced by Flux. */
export function fluxSubstitutes(requests: readonly SubstituteRequest[]): Promise<readonly Answer<string>[]> {
  return ask('substitute', requests);
}

export interface ArchiveRequest {
  readonly dir: string;
  readonly ignore: string | null;
  readonly file: string;
}

export interface Archived {
  readonly digest: string;
  readonly size: number;
}

/** The archive that source-controller makes of a checkout, written to a file. */
export async function fluxArchive(request: ArchiveRequest): Promise<Archived> {
  const [answer] = await ask<Archived>('archive', [request]);
  if (answer === undefined || 'error' in answer)
    throw new Error(`no archive: ${answer?.error ?? 'no answer'}`);
  return answer.result;
}

async function ask<T>(command: string, requests: readonly object[]): Promise<readonly Answer<T>[]> {
  const { oracle } = await buildFlux();
  const input = requests.map((request) => JSON.stringify(request)).join('\n');
  const lines = (await run(oracle, [command], { input })).trim().split('\n');
  if (lines.length !== requests.length)
    throw new Error(`${lines.length} answers to ${requests.length} questions`);
  return lines.map((line): Answer<T> => JSON.parse(line));
}
