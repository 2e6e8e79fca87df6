import { posix } from 'node:path';
import { type JsonObject, type KubeObject, objectAt, stringOr } from '../../object.ts';
import type { RemoteChart, Unrendered } from '../../render/types.ts';
import { chartOfArtifact } from './artifact.ts';
import { withinTree } from './kustomization.ts';
import { ARTIFACT, entries, homeOf, told } from './names.ts';
import { elsewhere, notThere, readSource, sourceReference } from './source.ts';
import type { OwnSource, Surroundings } from './types.ts';

/** Where a HelmRelease has its chart from. */
export type ChartPlace =
  | {
      readonly at: 'here';
      readonly path: string;
      readonly values: readonly string[];
      readonly source: OwnSource;
    }
  | { readonly at: 'repository'; readonly chart: RemoteChart }
  | { readonly elsewhere: Unrendered };

/** Reads `spec.chart` or `spec.chartRef`. */
export async function readChartPlace(release: KubeObject, where: Surroundings): Promise<ChartPlace> {
  const { chart, chartRef } = objectAt(release.spec);
  if (chartRef === undefined) return templateOf(objectAt(chart, 'spec'), homeOf(release), where);
  const named = sourceReference(chartRef, homeOf(release));
  if (named.kind === 'OCIRepository') return image(chartRef, release, where);
  if (named.kind === ARTIFACT) {
    const part = await chartOfArtifact(named, where);
    return 'elsewhere' in part ? part : { at: 'here', path: part.path, values: [], source: part.own };
  }
  if (named.kind !== 'HelmChart')
    return elsewhere('NOT_FROM_GIT', `the chart comes from ${told(named)}, which is not read`, null);
  const found = await where.find(named);
  if (typeof found === 'string') return notThere(found, named);
  return templateOf(objectAt(found.spec), named.namespace, where);
}

/** What a HelmChart says, or a HelmRelease in its place. */
async function templateOf(spec: JsonObject, home: string, where: Surroundings): Promise<ChartPlace> {
  const named = sourceReference(spec.sourceRef, home);
  const files = entries(spec.valuesFiles).filter((one) => typeof one === 'string');
  if (named.kind !== 'HelmRepository') {
    const path = withinTree(stringOr(spec.chart, '.'));
    const source = await readSource(spec.sourceRef, home, path, where);
    if ('elsewhere' in source) return source;
    return ownChart(path, files, source.own);
  }
  const found = await where.find(named);
  if (typeof found === 'string') return notThere(found, named);
  if (files.length > 0) return replacedValues(told(named));
  const repository = stringOr(objectAt(found.spec).url, '').replace(/\/$/, '');
  const version = stringOr(spec.version, '*');
  const chart = { repository, name: stringOr(spec.chart, '') };
  return { at: 'repository', chart: version === '*' ? chart : { ...chart, version } };
}

/**
 * `valuesFiles` take the place of the chart's own values.yaml. That is the same as files over it as long as it is the
 * first of them.
 */
function ownChart(path: string, files: readonly string[], source: OwnSource): ChartPlace {
  const [first, ...values] = files.map(withinTree);
  if (first !== undefined && first !== posix.join(path, 'values.yaml')) return replacedValues(path);
  return { at: 'here', path, values, source };
}

function replacedValues(what: string): ChartPlace {
  const message = `valuesFiles replace the values.yaml of the chart in ${what}, which is not done here`;
  return elsewhere('VALUES_FILES', message, "name the chart's values.yaml first in valuesFiles");
}

async function image(
  chartRef: JsonObject[string],
  release: KubeObject,
  where: Surroundings,
): Promise<ChartPlace> {
  const named = sourceReference(chartRef, homeOf(release));
  const found = await where.find(named);
  if (typeof found === 'string') return notThere(found, named);
  const { url, ref } = objectAt(found.spec);
  const { digest, semver, tag } = objectAt(ref);
  const place = stringOr(url, '');
  const version = stringOr(
    [digest, semver, tag].find((one) => typeof one === 'string'),
    null,
  );
  // Helm takes no digest for a version
  if (version?.includes(':'))
    return elsewhere('CHART_BY_DIGEST', `${told(named)} names a chart by its digest`, null);
  const chart = {
    repository: posix.dirname(place).replace(/^oci:\/(?!\/)/, 'oci://'),
    name: posix.basename(place),
  };
  return { at: 'repository', chart: version === null ? chart : { ...chart, version } };
}
