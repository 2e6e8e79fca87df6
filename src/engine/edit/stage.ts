import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TemporaryFolder } from '../../git/temporary.ts';
import { inputsOf } from '../../render/render.ts';
import type { Root, Tree } from '../../render/types.ts';

/** What a root reads, laid out elsewhere with one file in its new form: the work tree is not touched until it is right. */
export async function stage(
  root: Root,
  { dir }: Tree,
  changed: { readonly file: string; readonly text: string },
  folder: TemporaryFolder,
): Promise<Tree> {
  const inputs = await inputsOf(root, { dir, id: null });
  for (const input of [...inputs, ...(root.helm?.values ?? [])]) {
    const from = join(dir, input);
    if (!existsSync(from)) continue;
    cpSync(from, join(folder.path, input), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/(^|[\\/])(\.git|node_modules)$/.test(path),
    });
  }
  const to = join(folder.path, changed.file);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, changed.text);
  return { dir: folder.path, id: null };
}
