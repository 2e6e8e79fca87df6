import { ManifestError } from '../../../errors.ts';
import { isObject, type JsonObject } from '../../../object.ts';
import { withoutLogins } from '../../../printable.ts';
import { leaves, resolveIn } from '../../../render/tree-files.ts';
import type { HelmOptions } from '../../../render/types.ts';
import { withVariables } from './environment.ts';
import { flagAt, invalid, mapAt, mapsAt, textAt, textsAt } from '../fields.ts';
import { filesMatching, isGlob } from './globs.ts';
import type { SourceReading } from '../types.ts';

/** What `spec.source.helm` has `helm template` do. */
export function helmOptions(reading: SourceReading): HelmOptions {
  const { source, name, environment } = reading;
  const given = mapAt(source, 'helm') ?? {};
  const namespace = textAt(given, 'namespace');
  const kubeVersion = textAt(given, 'kubeVersion');
  const apiVersions = textsAt(given, 'apiVersions');
  return {
    release: textAt(given, 'releaseName') || name,
    values: valueFiles(given, reading),
    ...(flagAt(given, 'ignoreMissingValueFiles') ? { ignoreMissingValues: true } : {}),
    ...inlineValues(given),
    parameters: mapsAt(given, 'parameters').map((one) => ({
      name: textAt(one, 'name'),
      value: withVariables(textAt(one, 'value'), environment),
      forceString: flagAt(one, 'forceString'),
    })),
    fileParameters: mapsAt(given, 'fileParameters').map((one) => ({
      name: textAt(one, 'name'),
      path: placeOf(textAt(one, 'path'), reading),
    })),
    ...(flagAt(given, 'skipCrds') ? { skipCrds: true } : {}),
    ...(flagAt(given, 'skipTests') ? { skipTests: true } : {}),
    ...(flagAt(given, 'skipSchemaValidation') ? { skipSchemaValidation: true } : {}),
    ...(namespace === '' ? {} : { namespace }),
    ...(kubeVersion === '' ? {} : { kubeVersion: kubeVersion.replaceAll('+', '') }),
    ...(apiVersions.length === 0 ? {} : { apiVersions }),
  };
}

/** An object counts more than a text. */
function inlineValues(given: JsonObject): Pick<HelmOptions, 'inlineValues'> {
  const { valuesObject } = given;
  if (valuesObject !== undefined && valuesObject !== null) {
    if (!isObject(valuesObject))
      throw invalid('the source has a valuesObject that is no map', 'write values into it');
    return { inlineValues: JSON.stringify(valuesObject) };
  }
  const values = textAt(given, 'values');
  return values === '' ? {} : { inlineValues: values };
}

/** Each file once; one that is named stands where it is named, whatever glob matches it too. */
function valueFiles(given: JsonObject, reading: SourceReading): readonly string[] {
  const raw = textsAt(given, 'valueFiles').filter((file) => isHere(file, given, reading));
  const places = raw.map((file) => placeOf(file, reading));
  const named = new Set(places.filter((place) => !isGlob(place)));
  const files = places.flatMap((place, index) => {
    if (!isGlob(place)) return [place];
    const found = filesMatching(place, reading.view);
    if (found.length === 0 && !flagAt(given, 'ignoreMissingValueFiles'))
      throw invalid(
        `no file matches ${raw[index]} of valueFiles`,
        'correct it, or set ignoreMissingValueFiles',
      );
    return found.map((file) => inTree(file, file, reading)).filter((file) => !named.has(file));
  });
  return [...new Set(files)];
}

/** Value files of another repository may be missing only where Argo CD lets them be. */
function isHere(file: string, given: JsonObject, { refs, warn }: SourceReading): boolean {
  const ref = file.split('/')[0] ?? '';
  if (refs?.get(ref) !== false) return true;
  const what = `the values ${file} are in another repository, or at another revision of this one`;
  if (!flagAt(given, 'ignoreMissingValueFiles'))
    throw new ManifestError('OTHER_REPOSITORY', what, {
      hint: 'see what its controller makes of it in the cluster',
    });
  warn({ code: 'OTHER_REPOSITORY', message: `${what}, and are taken for missing`, hint: null });
  return false;
}

/** Where a file stands in the tree: beside the chart, or below the top where it begins with `/` or `$ref`. */
function placeOf(file: string, reading: SourceReading): string {
  const { refs, environment, path } = reading;
  const [first = '', ...rest] = file.split('/');
  const isRef = refs?.has(first) === true;
  if (refs !== null && !isRef && first.startsWith('$'))
    throw invalid(
      `${file} names the source ${first}, and there is none`,
      `give the source a ref: ${first.slice(1)}`,
    );
  if (refs?.get(first) === false)
    throw new ManifestError(
      'OTHER_REPOSITORY',
      `${file} is in another repository, or at another revision of this one`,
      {
        hint: 'see what its controller makes of it in the cluster',
      },
    );
  const written = withVariables(isRef ? `/${rest.join('/')}` : file, environment);
  if (/^[a-z][a-z\d+.-]*:/i.test(written))
    throw new ManifestError(
      'REMOTE_VALUES',
      `the values ${withoutLogins(written)} are not in this repository`,
      {
        hint: 'put them into the repository',
      },
    );
  if (written.startsWith('/')) return inTree(resolveIn('.', `./${written}`), file, reading);
  if (path === null)
    throw new ManifestError('CHART_VALUES', `the values ${file} are a part of the chart, which is fetched`, {
      hint: 'put them into the repository, or into valuesObject',
    });
  return inTree(resolveIn(path, written), file, reading);
}

function inTree(place: string, written: string, { view }: SourceReading): string {
  if (!leaves(place) && view.placeOf(place).lost === null) return place;
  throw invalid(`${written} leads out of the repository`, 'name a file of the repository');
}
