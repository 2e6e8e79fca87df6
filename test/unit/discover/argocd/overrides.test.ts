import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { overridden, overrideFiles } from '../../../../src/discover/argocd/source/overrides.ts';
import { ManifestError } from '../../../../src/errors.ts';
import { diskView } from '../../../../src/view.ts';
import { folder } from '../../../support/repository.ts';

const given = { repoURL: 'r', path: 'app', helm: { releaseName: 'a' } };
const with_ = (text: string) =>
  overridden(given, overrideFiles('app', 'shop'), diskView(folder({ 'app/.argocd-source.yaml': text })));

test('what names the source is not theirs to change', () => {
  expect(with_('repoURL: x\npath: ../..\nchart: y\nhelm: {skipCrds: true}\n')).toEqual({
    repoURL: 'r',
    path: 'app',
    targetRevision: null,
    chart: null,
    helm: { releaseName: 'a', skipCrds: true },
  });
});

test.each([
  ['no YAML', 'a: [\n', /app\/\.argocd-source\.yaml/],
  ['no map', '- a\n', /holds no map/],
  ['more than a source', `a: ${'x'.repeat(1024 * 1024)}\n`, /is larger than a source can be/],
])('%s is an error', (_, text, message) => {
  expect(() => with_(text)).toThrow(message);
});

test('a prototype is not theirs to change', () => {
  const merged = with_('__proto__: {polluted: true}\nhelm: {__proto__: {polluted: true}}\n');
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  expect('polluted' in {}).toBe(false);
});

test('a link out of the repository is not read', () => {
  const dir = folder({ 'app/a.yaml': '' });
  symlinkSync('/etc/passwd', join(dir, 'app/.argocd-source.yaml'));
  expect(() => overridden(given, overrideFiles('app', 'shop'), diskView(dir))).toThrow(ManifestError);
});

test('an app is no path', () => {
  expect(overrideFiles('app', '../../x')).toEqual(['app/.argocd-source.yaml']);
});
