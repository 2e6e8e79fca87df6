import type { JsonObject } from '../../../object.ts';
import { argoGlobs, wantedFiles } from '../../../render/plain/plain-files.ts';
import { leaves, resolveIn } from '../../../render/tree-files.ts';
import type { ArgoDirectory, JsonnetOptions, Root } from '../../../render/types.ts';
import { withVariables } from './environment.ts';
import { flagAt, invalid, mapAt, mapsAt, textAt, textsAt } from '../fields.ts';
import { isEnabled } from '../settings.ts';
import type { SourceReading } from '../types.ts';

/** The roots of a directory: its manifests, and what its *.jsonnet files give, where it has any. */
export function directoryRoots(path: string, reading: SourceReading): readonly Root[] {
  const given = mapAt(reading.source, 'directory') ?? {};
  const [include, exclude] = [textAt(given, 'include'), textAt(given, 'exclude')];
  const recurse = flagAt(given, 'recurse');
  const directory: ArgoDirectory = {
    ...(include === '' ? {} : { include }),
    ...(exclude === '' ? {} : { exclude }),
    ...(flagAt(given, 'disableExtensionFilter') ? { anyExtension: true } : {}),
  };
  const plain: Root = { kind: 'plain', path, ...(recurse ? { recurse } : {}), directory };
  const isWanted = argoGlobs(path, directory);
  const found = () => wantedFiles(plain, reading.view, isWanted, (name) => name.endsWith('.jsonnet')).files;
  const files = isEnabled('directory', reading.settings) ? found() : [];
  if (files.length === 0) return [plain];
  const jsonnet: Root = { kind: 'jsonnet', path, jsonnet: { ...jsonnetOptions(given, reading), files } };
  const manifests = wantedFiles(plain, reading.view, isWanted).files;
  return manifests.length > 0 ? [plain, jsonnet] : [jsonnet];
}

function jsonnetOptions(given: JsonObject, reading: SourceReading): JsonnetOptions {
  const jsonnet = mapAt(given, 'jsonnet') ?? {};
  const [extVars, tlas] = [mapsAt(jsonnet, 'extVars'), mapsAt(jsonnet, 'tlas')];
  const libs = textsAt(jsonnet, 'libs').map((lib) => {
    const place = resolveIn('.', `./${lib}`);
    if (!leaves(place) && reading.view.placeOf(place).lost === null) return place;
    throw invalid(`the library ${lib} leads out of the repository`, 'name a directory of the repository');
  });
  return {
    libs,
    extVars: variables(extVars, false, reading),
    extCode: variables(extVars, true, reading),
    tlas: variables(tlas, false, reading),
    tlaCode: variables(tlas, true, reading),
  };
}

function variables(
  entries: readonly JsonObject[],
  isCode: boolean,
  { environment }: SourceReading,
): Readonly<Record<string, string>> {
  const wanted = entries.filter((one) => flagAt(one, 'code') === isCode);
  return Object.fromEntries(
    wanted.map((one) => [textAt(one, 'name'), withVariables(textAt(one, 'value'), environment)]),
  );
}
