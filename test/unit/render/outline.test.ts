import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../../src/render/plain/outline.ts';

const rows = (text: string) =>
  outlineOf(text, 'web.yaml').map(({ object: { apiVersion, kind, metadata, spec } }) =>
    [apiVersion, kind, metadata.namespace ?? '-', ...(spec === undefined ? [] : ['scales'])].join(' '),
  );

describe('what manifests say before they are parsed', () => {
  it.each([
    ['a kind in no namespace', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n', ['v1 ConfigMap -']],
    [
      'a namespace, whatever stands before it',
      'kind: Deployment\napiVersion: apps/v1\nmetadata:\n  labels:\n    app: web\n  name: web\n  namespace: shop\nspec:\n  replicas: 2\n',
      ['apps/v1 Deployment shop scales'],
    ],
    [
      'each kind and namespace once',
      ['a', 'b'].map((name) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`).join('---\n'),
      ['v1 Service -'],
    ],
    ['quotes', 'apiVersion: "v1"\nkind: \'Pod\'\nmetadata:\n    namespace: "x"\n', ['v1 Pod x']],
    ['what is no manifest', '# nothing\n---\nresources: [a.yaml]\n', []],
    ['what only looks like one from within', 'data:\n  apiVersion: v1\n  kind: Pod\n', []],
    [
      'a namespace that is not its own',
      'apiVersion: v1\nkind: Binding\nmetadata:\n  name: a\nsubjects:\n  namespace: other\n',
      ['v1 Binding -'],
    ],
  ])('%s', (_, text, expected) => {
    expect(rows(text)).toEqual(expected);
  });

  it('a stream of many lines in good time', () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `  key${index}: value\n`).join('');
    expect(rows(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n${lines}`)).toEqual(['v1 ConfigMap -']);
  });
});
