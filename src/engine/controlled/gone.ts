import type { DiscoveredApp } from '../../discover/types.ts';
import type { Warning } from '../../errors.ts';
import type { Root } from '../../render/types.ts';
import type { View } from '../../view.ts';

/** Apps of the cluster that deploy a directory which git no longer has. */
export function goneWarnings(apps: readonly DiscoveredApp[], view: View): readonly Warning[] {
  return apps.flatMap(({ id, root, origin }) => {
    const gone = origin === 'tree' ? [] : goneOf(root, view);
    return gone.map((path) => ({
      code: 'APP_PATH_GONE',
      message: `${id} deploys ${path}, which is not in git`,
      hint: 'delete the app, or bring the directory back',
      app: id,
    }));
  });
}

function goneOf(root: Root, view: View): readonly string[] {
  const { kind, path, sources = [], unrendered, helm } = root;
  if (kind === 'sources') return sources.flatMap((part) => goneOf(part, view));
  if (kind === 'unrendered' ? unrendered?.code !== 'NO_SUCH_PATH' : helm?.chart !== undefined) return [];
  return view.kindOf(path) === null ? [path] : [];
}
