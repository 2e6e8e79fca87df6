import { describe, expect, test } from 'vitest';
import { run } from '../../../src/io.ts';
import { isArray, type Json, objectAt } from '../../../src/object.ts';
import { readManifests } from '../../../src/render/manifest.ts';
import { toYaml } from '../../../src/source/positions.ts';
import { hostile, inSpec, maps, scalars, streams } from '../../unit/source/kubectl-yaml.ts';
import { depsWith } from '../fixture.ts';

/** What kubectl itself reads from a stream, without a cluster; null: it refuses it. */
async function kubectlReads(stream: string): Promise<readonly Json[] | null> {
  const deps = await depsWith('kubectl');
  const args = ['annotate', '--local', '-f', '-', 'read=yes', '-o', 'json'];
  const { code, stdout } = await run(deps, 'kubectl', args, { input: stream });
  if (code !== 0) return null;
  // objects one after another, or one List
  const objects: Json[] = stdout
    .split(/(?<=^\})\n/m)
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.parse(text));
  return objects.flatMap((one) => {
    const { items } = objectAt(one);
    return isArray(items) ? items : [one];
  });
}

describe('the tables that both parsers are held to say what kubectl reads', () => {
  test('of plain scalars', async () => {
    const read = await kubectlReads(scalars.map(([text]) => inSpec(`v: ${text}`)).join('---\n'));
    const values = read?.map((one, index) => [scalars[index]?.[0], objectAt(one, 'spec').v]);
    expect(values).toEqual(scalars);
  });

  test('of maps', async () => {
    const accepted = maps.filter(([, value]) => value !== null);
    const read = await kubectlReads(accepted.map(([text]) => inSpec(text)).join('---\n'));
    expect(read?.map((one, index) => [accepted[index]?.[0], objectAt(one).spec])).toEqual(accepted);
    for (const [text] of maps.filter(([, value]) => value === null))
      expect([text, await kubectlReads(inSpec(text))]).toEqual([text, null]);
  });

  test.each(streams)('of streams: %s', async (_, stream, names) => {
    const theirs = await kubectlReads(stream);
    expect(theirs?.map((one) => objectAt(one, 'metadata').name) ?? null).toEqual(names);
    const { manifests, problems } = readManifests(stream, 'f', { strict: true });
    expect(problems).toHaveLength(names === null ? 1 : 0);
    if (names !== null) expect(manifests.map(({ object }) => object.metadata.name)).toEqual(names);
  });
});

test('what this project writes as YAML kubectl reads back', async () => {
  const spec = { texts: hostile, keys: Object.fromEntries(hostile.map((text, index) => [text, index])) };
  const object = { apiVersion: 'example.io/v1', kind: 'Thing', metadata: { name: 'a' }, spec };
  const [read] = (await kubectlReads(toYaml(object))) ?? [];
  expect(objectAt(read).spec).toEqual(spec);
});
