import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import { ManifestError } from '../../errors.ts';
import { withoutLogins } from '../../printable.ts';
import { openFileStore } from '../../store.ts';
import {
  INSTALL_HELM,
  isNetworkFailure,
  missingProgram,
  runProgram,
  withScratch,
} from '../program/program.ts';
import type { RemoteChart } from '../types.ts';
import { isExact } from './chart.ts';

/** Charts are small, and asked for again and again. */
const LIMITS = { files: 200, bytes: 256 * 1024 * 1024 };

export interface Fetched {
  /** The packed chart. */
  readonly file: string;
  readonly content: Buffer;
}

/**
 * Work with a chart of a repository. One exact version is fetched once and kept; a range, or none, is asked for each
 * time. Throws ManifestError: NEEDS_NETWORK where the repository cannot be reached, RENDER_FAILED where it does not give
 * the chart. The user's own logins to registries are used, and never shown.
 */
export async function withChart<T>(
  chart: RemoteChart,
  deps: Deps,
  work: (fetched: Fetched) => Promise<T>,
): Promise<T> {
  const store = openFileStore(deps, 'charts', LIMITS);
  const key = isExact(chart.version) ? `${keyOf(chart)}.tgz` : null;
  const kept = key === null ? undefined : store.read(key);
  if (kept !== undefined) return work({ file: kept.path, content: kept.content });
  return withScratch(async (scratch) => {
    const file = await pull(chart, scratch, deps);
    const content = readFileSync(file);
    if (key !== null) store.write(key, content);
    return work({ file, content });
  });
}

function keyOf({ repository, name, version = '' }: RemoteChart): string {
  return createHash('sha256')
    .update(JSON.stringify([withoutLogins(repository), name, version]))
    .digest('hex');
}

async function pull(chart: RemoteChart, scratch: string, deps: Deps): Promise<string> {
  const { repository, name, version } = chart;
  if (!/^(?:https?|oci):\/\//.test(repository))
    throw failed(chart, 'its repository is no https:// or oci:// URL');
  const isOci = repository.startsWith('oci://');
  const args = [
    ...['pull', '--destination', scratch],
    ...(version === undefined ? [] : ['--version', version]),
    ...(isOci ? [] : ['--repo', repository]),
    ...['--', isOci ? `${repository.replace(/\/+$/, '')}/${name}` : name],
  ];
  // what repositories offer is read for this once, beside what the user keeps of them
  const ran = await runProgram(deps, 'helm', args, scratch, { HELM_CACHE_HOME: join(scratch, 'cache') });
  if (ran.missing) throw missingProgram('helm', named(chart), INSTALL_HELM);
  const [packed] = readdirSync(scratch).filter((file) => file.endsWith('.tgz'));
  if (ran.code === 0 && packed !== undefined) return join(scratch, packed);
  throw failed(chart, withoutLogins(`${ran.stdout}\n${ran.stderr}`));
}

function failed(chart: RemoteChart, said: string): ManifestError {
  const isOffline = isNetworkFailure(said);
  const reason = said
    .trim()
    .split('\n')
    .findLast((line) => line.trim() !== '');
  return new ManifestError(
    isOffline ? 'NEEDS_NETWORK' : 'RENDER_FAILED',
    `${named(chart)} ${isOffline ? 'needs network to be fetched' : 'cannot be fetched'}`,
    {
      facts: reason === undefined ? [] : [reason.replace(/^Error: /, '')],
      hint: `see whether this works: ${commandFor(chart)}`,
    },
  );
}

function named({ repository, name, version }: RemoteChart): string {
  return `chart ${name}${version === undefined ? '' : ` ${version}`} of ${withoutLogins(repository)}`;
}

function commandFor({ repository, name, version }: RemoteChart): string {
  const at = withoutLogins(repository);
  const which = at.startsWith('oci://') ? `${at.replace(/\/+$/, '')}/${name}` : `${name} --repo ${at}`;
  return `helm pull ${which}${version === undefined ? '' : ` --version '${version}'`}`;
}
