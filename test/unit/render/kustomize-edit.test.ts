import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/object.ts';
import { edited, edits } from '../../../src/render/kustomize/edit.ts';
import type { KustomizeOptions } from '../../../src/render/types.ts';

type Row = readonly [what: string, before: JsonObject, options: KustomizeOptions, after: JsonObject];

const rows: readonly Row[] = [
  [
    'names are replaced',
    { namePrefix: 'a-' },
    { namePrefix: 'b-', nameSuffix: '-c' },
    { namePrefix: 'b-', nameSuffix: '-c' },
  ],
  ['upper and lower case do not count', { nameprefix: 'a-' }, { namePrefix: 'b-' }, { namePrefix: 'b-' }],
  ['a namespace is replaced', { namespace: 'a' }, { namespace: 'b' }, { namespace: 'b' }],
  [
    'an image replaces the whole entry of its name, and all are sorted',
    {
      images: [
        { name: 'z', newTag: '1' },
        { name: 'a', newName: 'b', newTag: '1' },
      ],
    },
    {
      images: [
        { name: 'a', newTag: '2' },
        { name: 'c', digest: 'sha256:0' },
      ],
    },
    {
      images: [
        { name: 'a', newTag: '2' },
        { name: 'c', digest: 'sha256:0' },
        { name: 'z', newTag: '1' },
      ],
    },
  ],
  [
    'an asterisk keeps what was there',
    { images: [{ name: 'a', newName: 'b', newTag: '1' }] },
    {
      images: [
        { name: 'a', newName: '*', newTag: '2' },
        { name: 'n', newName: 'm', newTag: '*' },
      ],
    },
    {
      images: [
        { name: 'a', newName: 'b', newTag: '2' },
        { name: 'n', newName: 'm' },
      ],
    },
  ],
  [
    'replicas of a name',
    { replicas: [{ name: 'b', count: 1 }] },
    {
      replicas: [
        { name: 'b', count: 3 },
        { name: 'a', count: 2 },
      ],
    },
    {
      replicas: [
        { name: 'a', count: 2 },
        { name: 'b', count: 3 },
      ],
    },
  ],
  [
    'labels into the entry that is like them',
    { labels: [{ pairs: { a: 'b' }, includeSelectors: true }, { pairs: { c: 'd' } }] },
    { labels: { pairs: { e: 'f' }, force: false, withoutSelector: true, includeTemplates: false } },
    { labels: [{ pairs: { a: 'b' }, includeSelectors: true }, { pairs: { c: 'd', e: 'f' } }] },
  ],
  [
    'patches and components come last',
    { patches: [{ path: 'a' }], components: ['x'] },
    { patches: [{ path: 'b' }], components: ['x', 'y', 'y', 'gone'], ignoreMissingComponents: true },
    { patches: [{ path: 'a' }, { path: 'b' }], components: ['x', 'y'] },
  ],
  [
    'nothing to change',
    { resources: ['a'] },
    { images: [], patches: [], components: [] },
    { resources: ['a'] },
  ],
];

test.each(rows)('%s', (_, before, options, after) => {
  const written = JSON.stringify(before);
  expect(edited(before, options, (one) => one !== 'gone')).toEqual(after);
  expect(JSON.stringify(before)).toBe(written);
  expect(edits(options)).toBe(before.resources === undefined);
});

test.each([
  [
    'label',
    { commonLabels: { a: 'b' } },
    { labels: { pairs: { a: 'c' }, force: false, withoutSelector: false, includeTemplates: false } },
  ],
  ['annotation', { commonAnnotations: { a: 'b' } }, { annotations: { pairs: { a: 'c' }, force: false } }],
] as const)('a %s that is there is an error', (what, before, options) => {
  const message = `the kustomization sets the ${what} a itself`;
  expect(() => edited(before, options, () => true)).toThrow(message);
});
