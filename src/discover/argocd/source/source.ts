import { ManifestError } from '../../../errors.ts';
import { withoutLogins } from '../../../printable.ts';
import { leaves, resolveIn } from '../../../render/tree-files.ts';
import type { RemoteChart, Root } from '../../../render/types.ts';
import { chartOf, isRegistry } from './chart.ts';
import { directoryRoots } from './directory.ts';
import { invalid, textAt } from '../fields.ts';
import { helmOptions } from './helm.ts';
import { kustomizeOptions } from './kustomize.ts';
import { overridden, overrideFiles } from './overrides.ts';
import { explicitType, normalized, typeOf } from './type.ts';
import type { SourceReading } from '../types.ts';

/** What of a tree or a repository of charts one source renders. Throws ManifestError where nothing here can render it. */
export function rootsOf(given: SourceReading, instance: string): readonly Root[] {
  const reading = { ...given, source: normalized(given.source) };
  const chart = chartOf(reading.source);
  if (chart !== null) return [chartRoot(chart, { ...reading, path: null })];
  if (isRegistry(reading.source))
    throw new ManifestError(
      'OCI_ARTIFACT',
      'the manifests are an artifact of a registry, which is not fetched',
      {
        hint: 'see what its controller makes of it in the cluster',
      },
    );
  const path = pathOf(reading);
  const decidedBy = overrideFiles(path, instance);
  const source = overridden(reading.source, decidedBy, reading.view);
  return typedRoots(path, { ...reading, source, path }).map((root) => ({ ...root, decidedBy }));
}

function chartRoot(chart: RemoteChart, reading: SourceReading): Root {
  const type = explicitType(reading.source) ?? 'helm';
  if (type !== 'helm') throw invalid(`chart ${chart.name} is to be rendered as ${type}`, `take ${type} out`);
  const at = withoutLogins(chart.repository).replace(/^[a-z]+:\/\//, '');
  return { kind: 'helm', path: `${at}/${chart.name}`, helm: { ...helmOptions(reading), chart } };
}

/** Where the manifests are, normalised. */
function pathOf({ source, view }: SourceReading): string {
  const written = textAt(source, 'path');
  const path = resolveIn('.', written);
  if (written === '') throw invalid('the source has neither path nor chart', 'write the directory into path');
  if (leaves(path) || written.startsWith('/') || view.placeOf(path).lost === 'outside')
    throw invalid(`the path ${written} leads out of the repository`, 'write a path from its top');
  if (view.kindOf(path) === 'directory') return path;
  const what = view.kindOf(path) === null ? 'does not exist' : 'is no directory';
  throw new ManifestError('NO_SUCH_PATH', `${path} ${what}`, {
    hint: 'correct the path of the source, or add the directory',
  });
}

function typedRoots(path: string, reading: SourceReading): readonly Root[] {
  switch (typeOf(reading.source, path, reading.view, reading.settings)) {
    case 'helm':
      return [{ kind: 'helm', path, helm: helmOptions(reading) }];
    case 'kustomize':
      return [{ kind: 'kustomize', path, kustomize: kustomizeOptions(reading) }];
    case 'directory':
      return directoryRoots(path, reading);
    case 'plugin':
      throw new ManifestError('PLUGIN', `${path} is rendered by a plugin of Argo CD`, {
        hint: `say in .gitops.yaml what renders it: render: [{path: ${path}, command: [PROGRAM]}]`,
      });
  }
}
