import { describe, expect, it } from 'vitest';
import type { RenderEntry } from '../../../src/config/types.ts';
import type { ControlledApp } from '../../../src/discover/types.ts';
import { withCommands } from '../../../src/engine/trust/roots.ts';
import type { Root } from '../../../src/render/types.ts';

const plugin = (path: string): Root => ({
  kind: 'unrendered',
  path,
  unrendered: { code: 'PLUGIN', message: '', hint: null },
  namespace: 'shop',
  hooks: 'argocd',
});
const elsewhere: Root = {
  ...plugin('app'),
  unrendered: { code: 'OTHER_REPOSITORY', message: '', hint: null },
};
const chart: Root = { kind: 'helm', path: 'app', helm: { chart: { repository: 'https://c', name: 'c' } } };
const several = (...sources: readonly Root[]): Root => ({ kind: 'sources', path: 'app', sources });
const app = (root: Root, more: Partial<ControlledApp> = {}): ControlledApp => ({
  id: 'argocd/shop',
  deployer: 'argocd',
  object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'shop' } },
  root,
  revision: null,
  destination: null,
  dependsOn: [],
  parent: null,
  warnings: [],
  ...more,
});
const entry = (where: Pick<RenderEntry, 'app' | 'path'>): RenderEntry => ({
  ...where,
  render: { argv: ['./render.sh'], cwd: 'app' },
  isTrusted: true,
});

/** `command app` for each part of the root. */
function rendered(one: ControlledApp, ...renders: readonly RenderEntry[]): readonly string[] {
  const [root] = withCommands([one], { renders }).map((found) => found.root);
  const parts = root?.kind === 'sources' ? (root.sources ?? []) : [root];
  return parts.map((part) => `${part?.kind} ${part?.path}`);
}

describe('an entry of render', () => {
  it.each<readonly [what: string, one: ControlledApp, where: RenderEntry, found: readonly string[]]>([
    ['by the directory', app(plugin('app')), entry({ path: 'app' }), ['command app']],
    ['however it is written', app(plugin('./app/')), entry({ path: 'app' }), ['command app']],
    ['by the name', app(plugin('app')), entry({ app: 'shop' }), ['command app']],
    ['by the whole name', app(plugin('app')), entry({ app: 'argocd/shop' }), ['command app']],
    ['by both', app(plugin('app')), entry({ app: 'shop', path: 'app' }), ['command app']],
    [
      'of a plugin that Argo CD finds itself',
      app({ kind: 'plain', path: 'app' }),
      entry({ path: 'app' }),
      ['command app'],
    ],
    ['not of another app', app(plugin('app')), entry({ app: 'web', path: 'app' }), ['unrendered app']],
    ['not of another directory', app(plugin('app')), entry({ app: 'shop', path: 'web' }), ['unrendered app']],
    ['not of another repository', app(elsewhere), entry({ path: 'app' }), ['unrendered app']],
    ['not of a chart from elsewhere', app(chart), entry({ app: 'shop' }), ['helm app']],
    [
      'not of Flux',
      app(plugin('app'), { id: 'flux/a/shop', deployer: 'flux' }),
      entry({ path: 'app' }),
      ['unrendered app'],
    ],
    [
      'of several sources only the plugin, by the name',
      app(several(plugin('app'), { kind: 'plain', path: 'web' })),
      entry({ app: 'shop' }),
      ['command app', 'plain web'],
    ],
    [
      'once for a directory that is read in two ways',
      app(
        several(
          { kind: 'plain', path: 'app' },
          { kind: 'jsonnet', path: 'app' },
          { kind: 'plain', path: 'web' },
        ),
      ),
      entry({ path: 'app' }),
      ['command app', 'plain web'],
    ],
  ])('counts %s', (_, one, where, found) => {
    expect(rendered(one, where)).toEqual(found);
  });

  it('leaves the namespace and the hooks to the Application', () => {
    const [found] = withCommands([app(plugin('app'))], { renders: [entry({ path: 'app' })] });
    expect(found?.root).toMatchObject({ namespace: 'shop', hooks: 'argocd', decidedBy: ['.gitops.yaml'] });
  });

  it('that nobody trusts says what to do', () => {
    const { isTrusted: _, ...untrusted } = entry({ path: 'app' });
    const [found] = withCommands([app(plugin('app'))], { renders: [untrusted] });
    expect(found?.root.unrendered).toMatchObject({
      code: 'UNTRUSTED_COMMAND',
      hint: 'look at it, then run: kubectl gitops trust',
    });
  });
});
