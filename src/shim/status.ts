import type { Deps } from '../deps.ts';
import { run } from '../io.ts';
import { kubectlsInPath } from './real-kubectl.ts';
import { readRecord } from './record.ts';

/** The shim ends a check after 3 s, and has 1 s to clear up. */
const TIMEOUT = 10_000;

export interface ShimStatus {
  /** Typing kubectl reaches the shim, and the plugin answers it. */
  readonly works: boolean;
  /** The first kubectl of PATH; null: there is none. */
  readonly first: string | null;
  /** What the first kubectl said when it was run; null: it is no shim. */
  readonly answer: ShimAnswer | null;
  /** The shims that `install` made. */
  readonly installed: readonly string[];
}

export interface ShimAnswer {
  readonly shim: string;
  readonly kubectl: string;
  readonly plugin: string | null;
  /** `answers`, or what is wrong with the plugin: `failed with exit code 2`. */
  readonly guard: string;
}

/** Runs kubectl as PATH finds it, with a harmless command: a shim answers for itself, any other prints its version. */
export async function status(deps: Pick<Deps, 'cwd' | 'env' | 'signal'>): Promise<ShimStatus> {
  const [first] = kubectlsInPath(deps);
  const installed = readRecord(deps).map(({ folder }) => `${folder}/kubectl`);
  if (first === undefined) return { works: false, first: null, answer: null, installed };
  const env = { ...deps.env, KUBECTL_GITOPS_PROBE: '1', KUBECTL_GITOPS_SHIM: undefined };
  const { stdout } = await run(deps, first, ['version', '--client'], { env, timeout: TIMEOUT });
  const answer = readAnswer(stdout);
  return { works: answer?.guard === 'answers', first, answer, installed };
}

/** The shim's answer to a probe; null: somebody else's words. */
export function readAnswer(stdout: string): ShimAnswer | null {
  const [title, ...lines] = stdout.split('\n');
  if (title?.startsWith('kubectl-gitops-shim ') !== true) return null;
  const said = new Map(lines.map((line) => [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)]));
  return {
    shim: said.get('shim') ?? '',
    kubectl: said.get('kubectl') ?? '',
    plugin: said.get('plugin') || null,
    guard: said.get('guard') ?? '',
  };
}
