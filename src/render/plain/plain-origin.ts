import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitDocuments, type TextDocument } from '../../source/bulk.ts';
import { locateIn } from '../../source/positions.ts';
import { sourcesOf } from '../field.ts';
import { decode } from '../text.ts';
import type { Locate, Tree } from '../types.ts';

/** The way back from a plain manifest: what is rendered is what is written. */
export function locatePlain(tree: Tree): Locate {
  const sources = sourcesOf(tree);
  const files = new Map<string, readonly TextDocument[]>();
  const documentsOf = (file: string) => {
    const found = files.get(file) ?? splitDocuments(decode(readFileSync(join(tree.dir, file))));
    files.set(file, found);
    return found;
  };
  return async ({ origin }, path) => {
    const { file, item, line } = origin;
    if (file === null) return null;
    if (path.length === 0 && item === null) return { file, line };
    // Standard input is gone once it is read.
    if (file === '<stdin>') return { file, line: null };
    const document = documentsOf(file).find(({ index }) => index === origin.document);
    if (document === undefined) return { file, line: null };
    const found = locateIn(sources.positioned(document.text), document.text, path, item);
    return { file, line: found === null ? null : document.line + found - 1 };
  };
}
