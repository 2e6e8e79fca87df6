import { describe, expect, it } from 'vitest';
import type { JsonObject, KubeObject } from '../../../src/object.ts';
import { decide } from '../../../src/status/waiting/decide.ts';
import { NO_SURROUNDINGS, observeFlux, type Surroundings } from '../../../src/status/waiting/flux.ts';
import type { Packing, Standing } from '../../../src/status/waiting/types.ts';

const [OLD, NEW] = [`main@sha1:${'a'.repeat(40)}`, `main@sha1:${'b'.repeat(40)}`];
const [SAME, OTHER] = [`latest@sha256:${'1'.repeat(64)}`, `latest@sha256:${'2'.repeat(64)}`];
const ORIGIN = 'org.opencontainers.image.revision';

const object = (group: string, kind: string, name: string, rest: JsonObject): KubeObject => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name, namespace: 'shop' },
  ...rest,
});
const source = (kind: string, revision: string, origin?: string) =>
  object('source.toolkit.fluxcd.io', kind, 'apps', {
    spec: {},
    status: { artifact: { revision, ...(origin === undefined ? {} : { metadata: { [ORIGIN]: origin } }) } },
  });
const kustomization = (kind: string, status: JsonObject) =>
  object('kustomize.toolkit.fluxcd.io', 'Kustomization', 'apps', {
    spec: { sourceRef: { kind, name: 'apps' } },
    status,
  });
const release = (status: JsonObject) =>
  object('helm.toolkit.fluxcd.io', 'HelmRelease', 'apps', {
    spec: { chartRef: { kind: 'ExternalArtifact', name: 'apps' } },
    status: { conditions: [{ type: 'Ready', status: 'True', reason: 'ok' }], ...status },
  });
const generator = (artifact: JsonObject, annotations: JsonObject = {}): KubeObject => ({
  ...object('source.extensions.fluxcd.io', 'ArtifactGenerator', 'split', {
    spec: { artifacts: [{ name: 'apps', ...artifact }] },
  }),
  metadata: { name: 'split', namespace: 'shop', annotations },
});
const applied = (revision: string, origin?: string) => ({
  lastAppliedRevision: revision,
  lastAttemptedRevision: revision,
  ...(origin === undefined ? {} : { lastAppliedOriginRevision: origin }),
});

describe('the commit of what is deployed from an artifact', () => {
  type Case = readonly [
    what: string,
    app: KubeObject,
    source: KubeObject | null,
    told: { readonly deployed: string | null; readonly seen: string | null; readonly tried: string | null },
  ];
  it.each<Case>([
    [
      'of git: its revision',
      kustomization('GitRepository', applied(OLD)),
      source('GitRepository', NEW),
      { deployed: OLD, seen: NEW, tried: OLD },
    ],
    [
      'of an artifact: what that was made of',
      kustomization('ExternalArtifact', applied(SAME, OLD)),
      source('ExternalArtifact', OTHER, NEW),
      { deployed: OLD, seen: NEW, tried: OLD },
    ],
    [
      'of an artifact that is being applied',
      kustomization('ExternalArtifact', { ...applied(SAME, OLD), lastAttemptedRevision: OTHER }),
      source('ExternalArtifact', OTHER, NEW),
      { deployed: OLD, seen: NEW, tried: NEW },
    ],
    [
      'of an artifact with the same content as before',
      kustomization('ExternalArtifact', applied(SAME, OLD)),
      source('ExternalArtifact', SAME, NEW),
      { deployed: NEW, seen: NEW, tried: NEW },
    ],
    [
      'of an artifact that was not made of git before',
      kustomization('ExternalArtifact', applied(SAME)),
      source('ExternalArtifact', SAME, NEW),
      { deployed: NEW, seen: NEW, tried: NEW },
    ],
    [
      'of an artifact that is called by the revision of its source',
      kustomization('ExternalArtifact', applied(OLD)),
      source('ExternalArtifact', NEW),
      { deployed: OLD, seen: NEW, tried: OLD },
    ],
    [
      'of an artifact that does not tell',
      kustomization('ExternalArtifact', applied(SAME)),
      source('ExternalArtifact', OTHER),
      { deployed: null, seen: null, tried: null },
    ],
    [
      'of an artifact that cannot be read',
      kustomization('ExternalArtifact', applied(SAME, OLD)),
      null,
      { deployed: OLD, seen: null, tried: OLD },
    ],
    [
      'of an image: what that was made of',
      kustomization('OCIRepository', applied(SAME, OLD)),
      source('OCIRepository', OTHER, NEW),
      { deployed: OLD, seen: NEW, tried: OLD },
    ],
    [
      'of a chart in an artifact',
      release({ lastAttemptedRevision: '1.0.0+111111111111', lastAttemptedRevisionDigest: SAME }),
      source('ExternalArtifact', SAME, NEW),
      { deployed: NEW, seen: NEW, tried: NEW },
    ],
    [
      'of a chart in an artifact that has a version',
      release({ lastAttemptedRevision: '1.0.0', lastAttemptedRevisionDigest: SAME.slice(7) }),
      source('ExternalArtifact', SAME.replace('latest', '1.0.0'), NEW),
      { deployed: NEW, seen: NEW, tried: NEW },
    ],
    [
      'of a chart in a newer artifact',
      release({ lastAttemptedRevision: '1.0.0+111111111111', lastAttemptedRevisionDigest: SAME }),
      source('ExternalArtifact', OTHER, NEW),
      { deployed: null, seen: NEW, tried: null },
    ],
  ])('%s', (_, app, from, { deployed, seen, tried }) => {
    const list = (one: string | null) => (one === null ? [] : [one]);
    const told = observeFlux(app, { ...NO_SURROUNDINGS, source: from });
    expect(told).toMatchObject({ deployed: list(deployed), seen: list(seen), tried: list(tried) });
  });
});

describe('a commit that nobody tells', () => {
  const untold = (app: KubeObject, around: Partial<Surroundings>) =>
    observeFlux(app, { ...NO_SURROUNDINGS, ...around }).untold;
  const app = kustomization('ExternalArtifact', applied(SAME));
  const artifact = source('ExternalArtifact', SAME);

  it('is said, and where to ask for it', () => {
    expect(untold(app, { source: artifact, generator: generator({}) })).toEqual({
      why: 'which commit it is at cannot be told: ExternalArtifact apps does not say what it was made of',
      hint: 'set originRevision of the artifact apps in ArtifactGenerator split, in git',
    });
    const image = untold(kustomization('OCIRepository', applied(SAME)), {
      source: source('OCIRepository', SAME),
    });
    expect(image?.hint).toContain('flux push artifact');
  });
  it.each<readonly [string, KubeObject, Partial<Surroundings>]>([
    [
      'that an artifact is about to tell',
      app,
      { source: artifact, generator: generator({ originRevision: '@repo' }) },
    ],
    [
      'that is told of what was applied',
      kustomization('ExternalArtifact', applied(OTHER, OLD)),
      { source: artifact },
    ],
    ['of what nothing was applied yet', kustomization('ExternalArtifact', {}), {}],
    ['of a chart that is an image from elsewhere', release({}), { source: null }],
  ])('is not said of one %s', (_, object, around) => {
    expect(untold(object, around)).toBeNull();
  });
});

describe('on the way into an artifact', () => {
  const packing: Packing = { fetched: [], failure: null, stopped: null };
  const at: Standing = {
    wanted: 'abc1234',
    deployed: 'older',
    seen: 'older',
    tried: 'older',
    fetched: 'contains',
    seenName: 'fff0000',
    isTouched: true,
    followsOther: false,
    isNews: false,
    isStale: false,
    blocked: null,
    held: null,
    workloads: null,
    pods: null,
  };
  const seen = observeFlux(kustomization('ExternalArtifact', {}), NO_SURROUNDINGS);
  const suspended = { why: 'the GitRepository apps is suspended', hint: null };
  const disabled = { why: 'the ArtifactGenerator split is disabled', hint: null };
  const failure = { message: 'ArtifactGenerator split: apps build failed', isHopeless: false };

  it.each([
    ['fetched', { packing }, {}, 'waiting: abc1234 is fetched, and not in its artifact yet'],
    ['not fetched', { packing }, { fetched: 'older' }, 'waiting: abc1234 is not seen yet, but fff0000'],
    ['in the artifact', { packing }, { seen: 'contains' }, 'waiting: abc1234 is seen and not begun'],
    ['that cannot be made', { packing: { ...packing, failure } }, {}, `stuck after 60s: ${failure.message}`],
    [
      'that could not be made of an older commit',
      { packing: { ...packing, failure } },
      { fetched: 'older' },
      'waiting: abc1234 is not seen yet, but fff0000',
    ],
    [
      'that is not made',
      { packing: { ...packing, stopped: disabled } },
      {},
      `stuck after 5s: ${disabled.why}`,
    ],
    [
      'that is not made any longer, and has it',
      { packing: { ...packing, stopped: disabled } },
      { seen: 'contains' },
      'waiting: abc1234 is seen and not begun',
    ],
    ['that is not fetched', { unfed: suspended }, { fetched: 'none' }, `stuck after 5s: ${suspended.why}`],
    [
      'that is not fetched any longer, and was',
      { unfed: suspended, packing },
      {},
      'waiting: abc1234 is fetched, and not in its artifact yet',
    ],
  ] as const)('%s', (_, more, standing, means) => {
    const decision = decide({ ...seen, ...more }, { ...at, ...standing });
    const words =
      decision.is === 'stuck' ? `stuck after ${decision.after / 1000}s: ${decision.why}` : decision;
    expect(decision.is === 'waiting' ? `waiting: ${decision.why}` : words).toBe(means);
  });

  it('an ArtifactGenerator says that it is disabled, and how it goes on', () => {
    const split = generator({}, { 'source.extensions.fluxcd.io/reconcile': 'Disabled' });
    const { packing: its } = observeFlux(kustomization('ExternalArtifact', {}), {
      ...NO_SURROUNDINGS,
      generator: split,
    });
    expect(its?.stopped).toEqual({
      why: 'the ArtifactGenerator split is disabled',
      hint: 'kubectl annotate artifactgenerators.source.extensions.fluxcd.io split -n shop source.extensions.fluxcd.io/reconcile-',
    });
  });
});
