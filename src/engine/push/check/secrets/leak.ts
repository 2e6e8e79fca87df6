import { type KubeObject, nameOf } from '../../../../object.ts';
import { formatPath } from '../../../../path.ts';
import { plaintextFields } from '../../../../push/plaintext.ts';
import type { Found, ProblemSource } from '../../../../push/types.ts';
import { readManifests } from '../../../../render/manifest.ts';
import { splitDocuments } from '../../../../source/bulk.ts';
import { parsePositioned } from '../../../../source/positions.ts';

/**
 * The Secrets of a file whose values can be read. `commit`: the one that has it, where head has it no more; `gone`: what
 * head then has no longer.
 */
export function leaksOf(
  text: string,
  file: string,
  commit: string | null,
  gone: Pick<ProblemSource, 'gone'>,
): readonly Found[] {
  return leaksIn(text, file).map(({ object, field, more, line }) => {
    const others = more === 0 ? '' : ` and ${more} more`;
    const where = commit === null ? '' : `: commit ${commit.slice(0, 7)} has it, whatever comes after`;
    return {
      code: 'PLAINTEXT_SECRET',
      root: null,
      object: nameOf(object),
      path: formatPath(field),
      message: `everybody who reads the repository can read ${field[1]}${others}${where}`,
      hint:
        commit === null
          ? 'seal it (SealedSecret, SOPS) or refer to it (ExternalSecret); what was pushed once must be changed'
          : `take it out of that commit before you push: git rebase -i ${commit.slice(0, 7)}~`,
      source: { file, line, ...gone },
    };
  });
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
