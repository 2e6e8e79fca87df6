import { delimiter, dirname } from 'node:path';
import { isArray, type JsonObject, objectAt } from '../../src/object.ts';
import { gitops } from './gitops.ts';
import { buildTool } from './programs/build.ts';
import { cloneOf, type TestRepository } from './repository.ts';
import { shortly } from './pushing.ts';

type Files = Readonly<Record<string, string>>;

/** What somebody sees of a repository and its cluster who has configured nothing. */
export interface Look {
  /** `argocd/shop below argocd/root: synced`, sorted. */
  readonly status: () => Promise<readonly string[]>;
  /** `Deployment shop/web drifted shop/base/web.yaml (argocd/shop)`, sorted, and the last line. */
  readonly diff: () => Promise<{
    readonly objects: readonly string[];
    readonly sum: string;
    readonly code: number;
  }>;
  /** What a push of these files, which is not made, would do: `argocd/shop shop/overlays/prod valid 1 changed`. */
  readonly push: (
    files: Files,
  ) => Promise<{ readonly roots: readonly string[]; readonly problems: readonly string[] }>;
}

export async function lookAt(repo: TestRepository, kubeconfig: string): Promise<Look> {
  const tools = [await buildTool('helm4'), await buildTool('kustomize')].map((one) => dirname(one));
  const env = { PATH: [...tools, process.env.PATH].join(delimiter) };
  const ask = async (cwd: string, ...args: readonly string[]) => {
    const outcome = await gitops([...args, '-o', 'json'], { cwd, kubeconfig, env });
    if (outcome.stdout === '') throw new Error(`exit ${outcome.code}: ${outcome.stderr}`);
    return { report: outcome.json(), code: outcome.code };
  };
  return {
    status: async () => {
      const { report } = await ask(repo.dir, 'status');
      return listOf(report.apps).map(statusRow).sort();
    },
    diff: async () => {
      const { report, code } = await ask(repo.dir, 'diff');
      const { stdout } = await gitops(['diff'], { cwd: repo.dir, kubeconfig, env });
      return {
        objects: listOf(report.objects).map(driftRow).sort(),
        sum: stdout.trimEnd().split('\n').at(-1) ?? '',
        code,
      };
    },
    push: async (files) => {
      const clone = cloneOf(repo);
      for (const name of repo
        .git('remote')
        .split('\n')
        .filter((one) => one !== ''))
        clone.git('remote', 'add', name, repo.git('remote', 'get-url', name).trim());
      clone.commit(files);
      const { report } = await ask(clone.dir, 'validate');
      const problems = listOf(report.problems).filter(({ severity }) => severity === 'error');
      return { roots: listOf(report.roots).map(rootRow), problems: problems.map(shortly) };
    },
  };
}

function listOf(list: JsonObject[string] | undefined): readonly JsonObject[] {
  return isArray(list) ? list.map((one) => objectAt(one)) : [];
}

function statusRow({ name, parent, state, destination }: JsonObject): string {
  const below = parent === null ? '' : ` below ${String(parent)}`;
  return `${String(name)}${below}: ${String(state)}${destination === null ? '' : ` in ${String(destination)}`}`;
}

function driftRow({ kind, namespace, name, app, status, source }: JsonObject): string {
  const place = namespace === null ? String(name) : `${String(namespace)}/${String(name)}`;
  return `${String(kind)} ${place} ${String(status)} ${String(objectAt(source).file)} (${String(objectAt(app).name)})`;
}

/** A root of a push, as its controller calls it, and what changes there. */
export function rootRow({ root, app, status, changed, created, deleted }: JsonObject): string {
  const counts = Object.entries({ changed, created, deleted }).filter(([, count]) => count !== 0);
  const words = counts.map(([what, count]) => `${String(count)} ${what}`);
  return [app ?? 'nobody', root, status, ...words].map(String).join(' ');
}
