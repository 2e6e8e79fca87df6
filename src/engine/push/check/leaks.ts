import { readBlobs } from '../../../git/blobs.ts';
import { pushedFiles } from '../../../git/push/files.ts';
import type { LocatedRepository } from '../../../git/repository.ts';
import type { Push } from '../../../git/view.ts';
import { globMatcher } from '../../../glob.ts';
import { type KubeObject, nameOf } from '../../../object.ts';
import { formatPath } from '../../../path.ts';
import { plaintextFields } from '../../../push/plaintext.ts';
import { readManifests } from '../../../render/manifest.ts';
import { splitDocuments } from '../../../source/bulk.ts';
import { parsePositioned } from '../../../source/positions.ts';
import type { Tell } from '../types.ts';

const MANIFEST = /\.(?:ya?ml|json)$/;
const SECRET = /\bkind["']?\s*:\s*["']?Secret\b/;
/** What is no manifest, but will be one: rendering it tells. */
const TEMPLATE = /\{\{/;
/** Where the values of Secrets are made up. */
const FIXTURES = /(?:^|\/)(?:testdata|fixtures|tests?)\//;

/**
 * Secrets that a pushed commit holds in plain text, one that a later commit takes out again included: history keeps
 * it. Returns the files of head that were found, so that their rendering need not be looked at again.
 */
export async function checkLeaks(
  repository: LocatedRepository,
  { head: view }: Pick<Push, 'head'>,
  range: { readonly base: string | null; readonly head: string },
  allowed: readonly string[],
  tell: Tell,
): Promise<ReadonlySet<string>> {
  const isAllowed = allowed.length === 0 ? () => false : globMatcher(allowed);
  const files = (await pushedFiles(repository, range, view)).filter(
    ({ path }) => MANIFEST.test(path) && !FIXTURES.test(path) && !isAllowed(path),
  );
  const oids = [...new Set(files.map(({ oid }) => oid))];
  const blobs = oids.length === 0 ? new Map<string, Buffer>() : await readBlobs(repository, oids);
  const found = new Set<string>();
  for (const { path, oid, commit } of files) {
    const text = String(blobs.get(oid) ?? '');
    if (!SECRET.test(text) || TEMPLATE.test(text)) continue;
    for (const leak of leaksIn(text, path)) {
      if (commit === null) found.add(path);
      tell({
        code: 'PLAINTEXT_SECRET',
        root: null,
        object: nameOf(leak.object),
        path: formatPath(leak.field),
        message: `everybody who reads the repository can read ${leak.field[1]}${leak.more === 0 ? '' : ` and ${leak.more} more`}${commit === null ? '' : `: commit ${commit.slice(0, 7)} has it, whatever comes after`}`,
        hint:
          commit === null
            ? 'seal it (SealedSecret, SOPS) or refer to it (ExternalSecret); what was pushed once must be changed'
            : `take it out of that commit before you push: git rebase -i ${commit.slice(0, 7)}~`,
        source: { file: path, line: leak.line },
      });
    }
  }
  return found;
}

interface Leak {
  readonly object: KubeObject;
  readonly field: readonly [field: string, key: string];
  readonly more: number;
  readonly line: number | null;
}

function leaksIn(text: string, path: string): readonly Leak[] {
  const documents = splitDocuments(text);
  return readManifests(text, path, { strict: false }).manifests.flatMap(({ object, origin }) => {
    const [field, ...more] = plaintextFields(object);
    if (field === undefined) return [];
    const document = documents.find(({ index }) => index === origin.document);
    const within = origin.item === null ? field : ['items', origin.item, ...field];
    const line = document === undefined ? null : parsePositioned(document.text).lineOf(within);
    const at = line === null || document === undefined ? origin.line : document.line + line - 1;
    return [{ object, field, more: more.length, line: at }];
  });
}
