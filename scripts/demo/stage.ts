import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { buildTool } from '../../test/support/programs/build.ts';
import type { Cluster } from '../../test/support/servers/cluster.ts';
import { attempt, type Outcome, run } from '../../test/support/run.ts';
import { eventually } from '../../test/support/servers/supervisor.ts';
import { scriptedEditor } from './shop.ts';

const root = dirname(dirname(import.meta.dirname));

/** What kubectl shows of both apps. */
export const LIVE = 'kubectl get deployments -n shop -o custom-columns-file=../columns';
const COLUMNS = `NAME   IMAGE   MEMORY   ENV
{.metadata.name} {.spec.template.spec.containers[0].image} \
{.spec.template.spec.containers[0].resources.limits.memory} {.spec.template.spec.containers[0].env[*].name}
`;

/** Where a chapter is played: a repository, a cluster, and who watches. */
export interface Stage {
  readonly cluster: Cluster;
  /** The work tree. */
  readonly work: string;
  readonly env: Readonly<Record<string, string>>;
  /** A paragraph of the story. */
  readonly tell: (text: string) => void;
  /** Runs a command where everybody sees it and what it prints; one that should not have ended so throws. */
  readonly show: (words: string, expected?: number) => Promise<Outcome>;
  /** Waits, without a word, until a field of an object is as it should be. */
  readonly until: (object: string, jsonpath: string, value: string) => Promise<void>;
  /** Changes a file of the repository and pushes it, where everybody sees it. */
  readonly push: (file: string, from: string, to: string, message: string) => Promise<string>;
}

/** `dir`: for the repository `work`, caches and state; `edit`: what somebody types in the editor that kubectl starts. */
export async function openStage(
  cluster: Cluster,
  dir: string,
  work: string,
  edit: readonly [from: string, to: string],
): Promise<Stage> {
  const helm = await buildTool('helm3');
  const path = [join(root, 'plugin'), dirname(cluster.kubectl), dirname(helm), process.env.PATH ?? ''];
  const env = {
    KUBECONFIG: cluster.kubeconfig,
    KUBECACHEDIR: join(dir, 'kubectl-cache'),
    XDG_CACHE_HOME: join(dir, 'cache'),
    XDG_STATE_HOME: join(dir, 'state'),
    PATH: path.join(delimiter),
    GIT_AUTHOR_NAME: 'Grace',
    GIT_AUTHOR_EMAIL: 'grace@example.com',
    GIT_COMMITTER_NAME: 'Grace',
    GIT_COMMITTER_EMAIL: 'grace@example.com',
    KUBE_EDITOR: scriptedEditor(dir, ...edit),
  };
  writeFileSync(join(dir, 'columns'), COLUMNS);
  const tell = (text: string) => process.stdout.write(`\n${text}\n`);
  const show: Stage['show'] = async (words, expected = 0) => {
    process.stdout.write(`\n  $ ${words}\n`);
    const outcome = await attempt('sh', ['-c', words], { cwd: work, env });
    process.stdout.write(outcome.stdout + outcome.stderr);
    if (outcome.code !== expected)
      throw new Error(`exit code ${outcome.code}, not ${expected}, of: ${words}`);
    return outcome;
  };
  return {
    cluster,
    work,
    env,
    tell,
    show,
    until: (object, jsonpath, value) =>
      eventually(`${object} ${jsonpath}=${value}`, 60_000, async () => {
        const args = ['get', ...object.split(' '), '-o', `jsonpath=${jsonpath}`];
        return (await cluster.attempt(args)).stdout === value;
      }),
    push: async (file, from, to, message) => {
      const place = join(work, file);
      writeFileSync(place, readFileSync(place, 'utf8').replace(from, to));
      await show(`git commit --quiet -am '${message}' && git push --quiet`);
      return (await run('git', ['rev-parse', 'HEAD'], { cwd: work })).trim();
    },
  };
}

/** A story that went another way than it is told is a failure. */
export function expectText(text: string, ...parts: readonly string[]): void {
  for (const part of parts) if (!text.includes(part)) throw new Error(`the demo did not print: ${part}`);
}
