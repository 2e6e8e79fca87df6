import { describe, expect, it } from 'vitest';
import { isRoot, keptRoot } from '../../../src/engine/push/controlled/kept-root.ts';
import type { Root } from '../../../src/render/types.ts';

const SECRET = 'hunter2';
const pairs = { labels: {}, annotations: { a: SECRET } };

describe('what is remembered of a root', () => {
  it.each<readonly [what: string, root: Root]>([
    ['inline values', { kind: 'helm', path: 'a', helm: { inlineValues: `password: ${SECRET}` } }],
    [
      'parameters',
      { kind: 'helm', path: 'a', helm: { parameters: [{ name: 'p', value: SECRET, forceString: false }] } },
    ],
    [
      'post-renderers',
      { kind: 'helm', path: 'a', helm: { postRenderers: [{ patches: [{ patch: SECRET }], images: [] }] } },
    ],
    ['metadata', { kind: 'helm', path: 'a', helm: { commonMetadata: pairs } }],
    [
      'a login',
      {
        kind: 'helm',
        path: 'a',
        helm: { chart: { repository: `https://me:${SECRET}@charts.example.com`, name: 'a' } },
      },
    ],
    ['patches', { kind: 'kustomize', path: 'a', kustomize: { patches: [{ patch: SECRET }] } }],
    [
      'variables',
      {
        kind: 'kustomize',
        path: 'a',
        kustomize: { substitute: { variables: { a: SECRET }, strict: false } },
      },
    ],
    ['arguments', { kind: 'jsonnet', path: 'a', jsonnet: { extVars: { a: SECRET }, tlas: { b: SECRET } } }],
    [
      'a part',
      { kind: 'sources', path: 'a', sources: [{ kind: 'helm', path: 'a', helm: { inlineValues: SECRET } }] },
    ],
  ])('is not its %s', (_, root) => {
    const kept = keptRoot(root);
    expect(JSON.stringify(kept)).not.toContain(SECRET);
    expect(kept?.isWhole).toBe(false);
    expect(isRoot(JSON.parse(JSON.stringify(kept?.root)))).toBe(true);
  });

  it.each<Root>([
    {
      kind: 'plain',
      path: 'a',
      directory: { include: '*.yaml' },
      hooks: 'argocd',
      decidedBy: ['a/.argocd-source.yaml'],
    },
    { kind: 'kustomize', path: 'a/b', kustomize: { source: { ignore: '*.md', only: ['a/b', 'a/c'] } } },
    {
      kind: 'kustomize',
      path: 'a',
      kustomize: { images: [{ name: 'a', newTag: '2' }], replicas: [{ name: 'a', count: 2 }] },
    },
    {
      kind: 'helm',
      path: 'a',
      namespace: 'b',
      helm: { values: ['v'], fileParameters: [{ name: 'a', path: 'f' }] },
    },
    { kind: 'unrendered', path: 'a', unrendered: { code: 'PLUGIN', message: 'a', hint: null } },
  ])('is all of $kind', (root) => {
    expect(keptRoot(root)).toEqual({ root, isWhole: true });
  });

  it('is not what says nothing', () => {
    const root: Root = {
      kind: 'kustomize',
      path: 'a',
      kustomize: { generate: true, patches: [], images: [] },
    };
    expect(keptRoot(root)?.isWhole).toBe(true);
  });

  it.each<string>([
    '{}',
    '[]',
    '{"kind": "plain"}',
    '{"kind": "plain", "path": "a", "more": "b"}',
    '{"kind": "plain", "path": "a", "recurse": "b"}',
  ])('is not %s, which another version or nobody has written', (text) =>
    expect(isRoot(JSON.parse(text))).toBe(false),
  );
});
