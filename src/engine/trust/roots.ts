import { CONFIG_FILE } from '../../config/parse.ts';
import type { Config, RenderEntry } from '../../config/types.ts';
import type { ControlledApp } from '../../discover/types.ts';
import { resolveIn } from '../../render/tree-files.ts';
import type { RenderCommand, Root } from '../../render/types.ts';

/** A root that a command renders; where nobody trusts it, one that says what to do. */
export function commandRoot(
  { decidedBy = [], ...root }: Omit<Root, 'kind'>,
  command: RenderCommand,
  isTrusted: boolean,
): Root {
  const own = { ...root, decidedBy: [...decidedBy, CONFIG_FILE] };
  if (isTrusted) return { kind: 'command', command, ...own };
  const unrendered = {
    code: 'UNTRUSTED_COMMAND',
    message: `${root.path} is rendered by a command that nobody here trusts yet (see kubectl gitops trust --list): ${shortly(command)}`,
    hint: 'look at it, then run: kubectl gitops trust',
  };
  return { kind: 'unrendered', unrendered, ...own };
}

const MOST_TEXT = 120;

function shortly({ argv }: RenderCommand): string {
  const text = JSON.stringify(argv);
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}

/** Apps of Argo CD as `.gitops.yaml` says that they are rendered: all else of them stays as their Applications say. */
export function withCommands<T extends ControlledApp>(
  apps: readonly T[],
  config: Pick<Config, 'renders'> | null,
): readonly T[] {
  const renders = config?.renders ?? [];
  if (renders.length === 0) return apps;
  return apps.map((app) => (app.deployer === 'argocd' ? { ...app, root: commanded(app, renders) } : app));
}

function commanded({ id, root }: ControlledApp, renders: readonly RenderEntry[]): Root {
  const parts = root.kind === 'sources' ? (root.sources ?? []) : [root];
  const entries = renders.filter(({ app }) => app === undefined || id === app || id === `argocd/${app}`);
  const entryOf = (part: Root) =>
    entries.find(({ path }) =>
      path === undefined ? parts.length === 1 || isOfPlugin(part) : path === resolveIn('.', part.path),
    );
  const seen = new Set<string>();
  const changed = parts.flatMap((part): readonly Root[] => {
    const entry = isInTree(part) ? entryOf(part) : undefined;
    if (entry === undefined) return [part];
    const path = resolveIn('.', part.path);
    // what Argo CD reads of one directory in several ways, the command prints at once
    if (seen.size === seen.add(path).size) return [];
    const { namespace, hooks, decidedBy } = part;
    const own = {
      path,
      ...(namespace === undefined ? {} : { namespace }),
      ...(hooks === undefined ? {} : { hooks }),
      ...(decidedBy === undefined ? {} : { decidedBy }),
    };
    return [commandRoot(own, entry.render, entry.isTrusted === true)];
  });
  const [first] = changed;
  if (seen.size === 0 || first === undefined) return root;
  return changed.length === 1 ? first : { ...root, sources: changed };
}

function isOfPlugin({ unrendered }: Root): boolean {
  return unrendered?.code === 'PLUGIN';
}

/** What comes from elsewhere no command of this repository renders. */
function isInTree(part: Root): boolean {
  return part.kind === 'unrendered' ? isOfPlugin(part) : part.helm?.chart === undefined;
}
