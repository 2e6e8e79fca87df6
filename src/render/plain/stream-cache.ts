import { createHash } from 'node:crypto';
import { GitopsError } from '../../errors.ts';
import { isArray, isObject, type Json } from '../../object.ts';
import type { Store } from '../../store.ts';
import { VERSION } from '../../version.ts';
import { checked } from '../check.ts';
import { type Read, type ReadOptions, readManifests } from '../manifest.ts';
import type { Manifest } from '../types.ts';

/** Below this many characters parsing is faster than asking the cache. */
const WORTH = 32_768;
const SECRET = /\bkind\s*["']?\s*:\s*["']?(Secret\b|\w*List\b)/;

/**
 * `readManifests`, remembered by content: what was parsed once is not parsed again. Streams in which a Secret may
 * stand are never kept, and none is without a `store`. `digest` identifies the content, for verdicts that depend on it.
 */
export function readStream(
  stream: string,
  file: string,
  options: ReadOptions,
  store: Store | null,
): Read & { readonly digest: string } {
  const digest = createHash('sha256').update(`${VERSION} ${options.strict}\n`).update(stream).digest('hex');
  if (store === null || stream.length < WORTH || SECRET.test(stream))
    return { ...readManifests(stream, file, options), digest };
  const kept = revived(store.read(digest), file);
  if (kept !== undefined) return { manifests: kept, perDeploy: [], problems: [], warnings: [], digest };
  const read = readManifests(stream, file, options);
  if (read.problems.length === 0 && read.warnings.length === 0 && read.manifests.every(mayBeKept)) {
    store.write(
      digest,
      read.manifests.map(({ object, origin }) => [origin.document, origin.line, object]),
    );
  }
  return { ...read, digest };
}

/** The pattern above reads text; what it overlooks is seen here. */
function mayBeKept({ object, origin }: Manifest): boolean {
  return object.kind !== 'Secret' && origin.item === null;
}

function revived(kept: Json | undefined, file: string): readonly Manifest[] | undefined {
  if (!isArray(kept)) return undefined;
  try {
    return manifestsOf(kept, file);
  } catch (error) {
    if (error instanceof GitopsError) return undefined;
    throw error;
  }
}

function manifestsOf(kept: readonly Json[], file: string): readonly Manifest[] | undefined {
  const manifests: Manifest[] = [];
  for (const entry of kept) {
    if (!isArray(entry)) return undefined;
    const [document, line, object] = entry;
    if (typeof document !== 'number' || typeof line !== 'number' || !isObject(object)) return undefined;
    manifests.push({ object: checked(object, { file, line }), origin: { file, document, line, item: null } });
  }
  return manifests;
}
