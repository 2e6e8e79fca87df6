import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readKustomization } from '../../../src/discover/flux/kustomization.ts';
import type { Found, Reference } from '../../../src/discover/flux/types.ts';
import type { KubeObject } from '../../../src/object.ts';
import { checked } from '../../../src/render/check.ts';
import { renderRoot } from '../../../src/render/render.ts';
import { type Answer, fluxBuilds } from '../../support/flux/oracle.ts';
import { repository } from '../../support/repository.ts';
import { depsWith, target } from '../fixture.ts';
import { type Case, REFUSED, SAME } from './cases.ts';

function built(one: Case) {
  const repo = repository();
  repo.write(one.files);
  for (const [link, to] of Object.entries(one.links ?? {})) symlinkSync(to, join(repo.dir, link));
  repo.commit({});
  const object = checked(
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'apps', namespace: 'flux-system' },
      spec: {
        path: 'app',
        prune: true,
        interval: '1h',
        sourceRef: { kind: 'GitRepository', name: 'shop' },
        ...one.spec,
      },
    },
    { file: null, line: null },
  );
  const held = (
    kind: string,
    data: Readonly<Record<string, string>> | undefined,
    encode: (text: string) => string,
  ) =>
    data === undefined
      ? []
      : [
          {
            apiVersion: 'v1',
            kind,
            metadata: { name: 'vars', namespace: 'flux-system' },
            data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, encode(text)])),
          },
        ];
  const configMaps = held('ConfigMap', one.configMap, (text) => text);
  const secrets = held('Secret', one.secret, (text) => Buffer.from(text).toString('base64'));
  const source: KubeObject = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'shop', namespace: 'flux-system' },
    spec: { url: 'https://example.com/shop', ...(one.ignore === undefined ? {} : { ignore: one.ignore }) },
  };
  const find = async ({ kind, name }: Reference): Promise<Found> =>
    [source, ...configMaps, ...secrets].find(
      (other) => other.kind === kind && other.metadata.name === name,
    ) ?? 'absent';
  const request = { kustomization: object, dir: repo.dir, ignore: one.ignore ?? null, configMaps, secrets };
  const ours = async () => {
    const { root } = await readKustomization(object, { isThis: () => true, find });
    return renderRoot(root, { dir: repo.dir, id: null }, target, await depsWith('kustomize'));
  };
  return { request, ours };
}

async function theirs(
  request: Parameters<typeof fluxBuilds>[0][number],
): Promise<Answer<readonly KubeObject[]>> {
  const [answer] = await fluxBuilds([request]);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

describe('what Flux builds', () => {
  test.each(Object.entries(SAME))('%s', async (_, one) => {
    const { request, ours } = built(one);
    const answer = await theirs(request);
    if ('error' in answer) throw new Error(answer.error);
    const { manifests, problems } = await ours();
    expect(problems).toEqual([]);
    expect(byName(manifests.map(({ object }) => object))).toEqual(byName(answer.result));
  });
});

describe('what Flux refuses', () => {
  test.each(Object.entries(REFUSED))('%s', async (_, one) => {
    const { request, ours } = built(one);
    expect(await theirs(request)).toHaveProperty('error');
    const outcome = await ours().then(
      ({ problems }) => problems.map(({ message }) => message),
      (error: unknown) => [String(error)],
    );
    expect(outcome).not.toEqual([]);
  });
});

function byName(objects: readonly KubeObject[]): Readonly<Record<string, KubeObject>> {
  return Object.fromEntries(
    objects.map((object) => [`${object.kind} ${object.metadata.namespace} ${object.metadata.name}`, object]),
  );
}
