import type { Deps } from '../../deps.ts';
import type { ObjectDrift } from '../../drift/types.ts';
import { UsageError, type Warning } from '../../errors.ts';
import { commitFile } from '../../git/commit.ts';
import type { Repository } from '../../git/repository.ts';
import { temporaryFolders } from '../../git/temporary.ts';
import { describe, nameOf, sameJson } from '../../object.ts';
import { type Desired, withDesired } from '../desired.ts';
import { compareWith } from '../drift.ts';
import type { Query, Say } from '../query.ts';
import { resolveAll } from '../compare/resolve-all.ts';
import { locators } from '../sources.ts';
import { type App, type Cluster, type Item, itemKey } from '../types.ts';
import { check } from './check.ts';
import { converse, keep } from './conversation.ts';
import { chooseFile, type DeclaringFile, declaringFiles } from './files.ts';
import { stage } from './stage.ts';
import { type OpenedFile, openFile, replaceFile } from './write.ts';

export interface EditOptions {
  /** The file to open, where several declare something of the object. */
  readonly file: string | undefined;
  /** Lines of the header for what live has already. */
  readonly driftLines: (drifts: readonly ObjectDrift[]) => readonly string[];
  /** Of the commit to make of it; undefined: none is made. */
  readonly message: string | undefined;
  /** Called before the editor takes the terminal. */
  readonly ready: () => void;
}

export type Edited =
  | { readonly kind: 'ended'; readonly why: string; readonly code: number; readonly kept: string | null }
  | {
      readonly kind: 'saved';
      readonly repository: Repository;
      readonly file: string;
      readonly app: App;
      /** What the file renders to now and did not before. */
      readonly changed: readonly Rendered[];
      readonly others: readonly DeclaringFile[];
      readonly warnings: readonly Warning[];
      /** What git said of the commit; null: none was asked for. */
      readonly committed: string | null;
    };

/** An object before and after; absent on the side where it is not rendered. */
export interface Rendered {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/**
 * Opens the file that declares an object, checks what is saved by rendering it and asking the server, and writes it to
 * the work tree when it is right. Never commits, never touches the cluster. `query.targets`: the one object.
 */
export async function editInGit(query: Query, options: EditOptions, deps: Deps, say: Say): Promise<Edited> {
  return withDesired(query, deps, say, async (desired, cluster) => {
    const { repository } = desired.workspace;
    if (repository === null) {
      throw new UsageError('NO_REPOSITORY', 'this is no git repository: there is no source to edit', {
        hint: 'go to the repository that declares it, or: kubectl edit',
      });
    }
    const { items, ready } = resolveAll(desired.rendered.apps, cluster, desired.targets, query);
    await ready;
    const item = onlyOne(items, query);
    const locate = await locators(desired.workspace)(item.app);
    const files = await declaringFiles(item, locate);
    const chosen = chooseFile(files, options.file, item, item.app.root.helm?.values ?? []);
    const opened = openFile(desired.workspace.tree.dir, chosen.file);
    const { report } = await compareWith(cluster, desired, query, deps, say);
    const header = [
      `${chosen.file} declares ${describe(nameOf(item.desired))} (${item.app.ref.name}). These lines are removed on saving.`,
      ...others(files, chosen).map(({ file, line }) => `also declared in ${file}:${line} (--file)`),
      ...options.driftLines(report.objects),
    ];
    options.ready();
    return converseAbout(
      { repository, desired, cluster, item, chosen, opened, header, files },
      query,
      options,
      deps,
    );
  });
}

interface Work {
  readonly repository: Repository;
  readonly desired: Desired;
  readonly cluster: Cluster;
  readonly item: Item;
  readonly chosen: DeclaringFile;
  readonly opened: OpenedFile;
  readonly header: readonly string[];
  readonly files: readonly DeclaringFile[];
}

async function converseAbout(
  { repository, desired, cluster, item, chosen, opened, header, files }: Work,
  query: Query,
  { message }: EditOptions,
  deps: Deps,
): Promise<Edited> {
  const { app } = item;
  const whole: Query = { ...query, targets: [], namespace: undefined, selector: undefined };
  const own = desired.rendered.apps.filter((one) => one.app === app);
  const before = resolveAll(own, cluster, { roots: [], apps: [], objects: [] }, whole);
  await before.ready;
  const newFolder = temporaryFolders(deps.env);
  const [editing, staging] = [newFolder(), newFolder()];
  try {
    const { file, line } = chosen;
    const typed = await converse(
      { file, line, text: opened.text, header },
      async (text) => {
        const tree = await stage(app.root, desired.workspace.tree, { file, text }, staging);
        const checked = await check(app, tree, before.items, cluster, whole, deps);
        return { errors: checked.errors, value: checked };
      },
      editing,
      deps,
    );
    if (!('value' in typed)) return { kind: 'ended', why: typed.ended, code: typed.code, kept: typed.kept };
    try {
      replaceFile(opened, typed.text);
    } catch (error) {
      deps.stderr.write(`what you typed is kept: ${keep(file, typed.text, deps)}\n`);
      throw error;
    }
    const committed = message === undefined ? null : await commitFile(repository, file, message, deps);
    return {
      kind: 'saved',
      committed,
      repository,
      file,
      app,
      changed: changesOf(before.items, typed.value.items),
      others: others(files, chosen),
      warnings: typed.value.unasked.map(({ code, message, hint }) => ({
        code,
        message: `not checked by the server: ${message}`,
        hint: hint ?? null,
      })),
    };
  } finally {
    editing.remove();
    staging.remove();
  }
}

function others(files: readonly DeclaringFile[], chosen: DeclaringFile): readonly DeclaringFile[] {
  return files.filter((one) => one !== chosen);
}

function onlyOne(items: readonly Item[], { targets }: Query): Item {
  const [item, ...more] = items;
  if (item === undefined) {
    throw new UsageError('NOT_IN_GIT', `git declares no ${targets.join(' ')} for this cluster`, {
      hint: 'see what it declares: kubectl gitops diff, or name its namespace with -n',
    });
  }
  if (more.length === 0) return item;
  throw new UsageError('AMBIGUOUS_TARGET', `${targets.join(' ')} is declared ${items.length} times`, {
    facts: items.map(({ desired, app }) => `  ${describe(nameOf(desired))}  ${app.root.path}`),
    hint: 'name its namespace with -n, or its root first: ./ROOT',
  });
}

function changesOf(before: readonly Item[], after: readonly Item[]): readonly Rendered[] {
  const old = new Map(before.map((item) => [itemKey(item), item]));
  const now = new Map(after.map((item) => [itemKey(item), item]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [from, to] = [old.get(key), now.get(key)];
    return sameJson(from?.desired, to?.desired) ? [] : [{ before: from, after: to }];
  });
}
