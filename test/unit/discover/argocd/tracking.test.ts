import { describe, expect, test } from 'vitest';
import {
  isNameOf,
  labelled,
  listsAsOwn,
  mayBeCut,
  trackingOf,
} from '../../../../src/discover/argocd/tracking.ts';
import type { Json, KubeObject } from '../../../../src/object.ts';

const METHOD = 'application.resourceTrackingMethod';
const KEY = 'application.instanceLabelKey';
const USUAL = 'app.kubernetes.io/instance';

const live = (labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', labels },
});

describe('trackingOf: what argocd-cm says', () => {
  test.each([
    ['nothing can be read', null, { label: USUAL, byLabel: null, setsLabel: false, installation: null }],
    ['nothing', {}, { label: USUAL, byLabel: null, setsLabel: false, installation: '' }],
    ['label', { [METHOD]: 'label' }, { label: USUAL, byLabel: true, setsLabel: true, installation: '' }],
    [
      'annotation, of one of several installations',
      { [METHOD]: 'annotation', installationID: 'eu' },
      { label: USUAL, byLabel: false, setsLabel: false, installation: 'eu' },
    ],
    [
      'both, with a label of its own',
      { [METHOD]: 'annotation+label', [KEY]: 'acme/app' },
      { label: 'acme/app', byLabel: false, setsLabel: true, installation: '' },
    ],
  ])('%s', (_, settings, expected) => {
    expect(trackingOf(settings)).toEqual(expected);
  });
});

describe('labelled: the Application that a label may name', () => {
  test.each([
    ['by label', { [METHOD]: 'label' }, { [USUAL]: 'web' }, 'web'],
    ['by a label of its own', { [METHOD]: 'label', [KEY]: 'acme/app' }, { 'acme/app': 'web' }, 'web'],
    [
      'the usual label where another is used',
      { [METHOD]: 'label', [KEY]: 'acme/app' },
      { [USUAL]: 'web' },
      null,
    ],
    ['where the annotation decides', { [METHOD]: 'annotation' }, { [USUAL]: 'web' }, null],
    [
      'where the annotation decides and the label is set',
      { [METHOD]: 'annotation+label' },
      { [USUAL]: 'web' },
      null,
    ],
    ['where the settings cannot be read', null, { [USUAL]: 'web' }, 'web'],
    ['no label', { [METHOD]: 'label' }, {}, null],
  ])('%s', (_, settings, labels, expected) => {
    expect(labelled(live(labels), trackingOf(settings))).toBe(expected);
  });
});

describe('isNameOf: a label and an instance', () => {
  const long = `${'x'.repeat(62)}-and-more`;
  test.each([
    ['web', 'web', true],
    ['team_web', 'team_web', true],
    ['web', 'webshop', false],
    ['x'.repeat(62), long, true],
    [long.slice(0, 63), long, false],
    ['y'.repeat(63), `${'y'.repeat(63)}z`, true],
  ])('%s and %s', (value, instance, expected) => {
    expect(isNameOf(value, instance)).toBe(expected);
  });

  test('only a long value may be a part of a name', () => {
    expect([mayBeCut('web'), mayBeCut('x'.repeat(60))]).toEqual([false, true]);
  });
});

describe('listsAsOwn: a label counts where the Application lists the object', () => {
  const app = (...resources: readonly Json[]): KubeObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'web' },
    status: { resources },
  });
  const entry = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
  test.each([
    ['listed', app(entry), false, true],
    ['listed, marked by another tool as well', app(entry), true, true],
    ['to be pruned', app({ ...entry, requiresPruning: true }), false, true],
    ['to be pruned, marked by another tool', app({ ...entry, requiresPruning: true }), true, false],
    ['of another namespace', app({ ...entry, namespace: 'stage' }), false, false],
    ['another kind', app({ ...entry, kind: 'StatefulSet' }), false, false],
    ['nothing listed', app(), false, false],
  ])('%s', (_, application, elsewhere, expected) => {
    expect(listsAsOwn(application, live(), elsewhere)).toBe(expected);
  });
});
