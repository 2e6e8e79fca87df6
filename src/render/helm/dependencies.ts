import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { ManifestError } from '../../errors.ts';
import { isNetworkFailure, runProgram, withoutTree } from '../program/program.ts';
import type { Root } from '../types.ts';
import type { Chart } from './chart.ts';

export function isMissingDependency(stderr: string): boolean {
  return /missing in charts\/ directory/.test(stderr);
}

/** Fetches what Chart.lock pins into a copy of the chart, with a Helm home of its own that holds its repositories. */
export async function buildDependencies(
  root: Root,
  chart: Chart,
  copy: string,
  scratch: string,
  deps: Deps,
): Promise<void> {
  const homes = {
    HELM_CACHE_HOME: join(scratch, 'cache'),
    HELM_CONFIG_HOME: join(scratch, 'config'),
    HELM_DATA_HOME: join(scratch, 'data'),
  };
  const helm = async (args: readonly string[]) => {
    const ran = await runProgram(deps, 'helm', args, copy, homes);
    if (ran.code !== 0) throw unfetched(root, chart, withoutTree(`${ran.stdout}\n${ran.stderr}`, copy));
  };
  const urls = chart.dependencies.map(({ repository }) => repository).filter((url) => /^https?:/.test(url));
  for (const [index, url] of [...new Set(urls)].entries()) {
    await helm(['repo', 'add', `repository-${index}`, url]);
  }
  await helm(['dependency', 'build', join(copy, root.path)]);
}

function unfetched(root: Root, chart: Chart, said: string): ManifestError {
  const named =
    chart.dependencies.find(({ repository }) => repository !== '' && said.includes(repository)) ??
    chart.dependencies.find(({ name }) => said.includes(name));
  const all = chart.dependencies.map(({ name }) => name).join(', ');
  const what =
    named === undefined
      ? `dependencies ${all}`
      : `dependency ${named.name}${named.repository === '' ? '' : ` from ${named.repository}`}`;
  const isOffline = isNetworkFailure(said);
  const why = isOffline ? 'needs network to fetch' : 'cannot fetch';
  const reason = said
    .trim()
    .split('\n')
    .findLast((line) => line.startsWith('Error: '));
  const code = isOffline ? 'NEEDS_NETWORK' : 'RENDER_FAILED';
  return new ManifestError(code, `chart ${root.path} ${why} its ${what}`, {
    facts: reason === undefined ? [] : [reason.slice('Error: '.length)],
    hint: `run: helm dependency build ${root.path}`,
  });
}
