import { isArray, type JsonObject, objectAt } from '../../src/object.ts';
import type { Cluster } from './servers/cluster.ts';
import { gitops } from './gitops.ts';
import { folder, repository } from './repository.ts';
import { sharedCluster } from './servers/shared-cluster.ts';

type Files = Readonly<Record<string, string>>;

/** `error SERVER_REJECTED web.yaml:8`: what a problem comes down to. */
export function shortly(problem: JsonObject): string {
  const { severity, code, source } = problem;
  const { file, line } = objectAt(source);
  return `${String(severity)} ${String(code)}${file === undefined ? '' : ` ${String(file)}:${String(line)}`}`;
}

/**
 * A repository whose first commit is pushed to a bare remote, and applied unless asked otherwise; what its commits say
 * is asked by `validate`, or by the hook with the very lines that git would send.
 */
export async function pushing(
  files: (namespace: string) => Files,
  { applied = true }: { readonly applied?: boolean } = {},
) {
  const cluster: Cluster = sharedCluster();
  const namespace = await cluster.namespace('push');
  const repo = repository(files(namespace));
  const remote = folder();
  repo.git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  repo.git('remote', 'add', 'origin', remote);
  repo.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  const run = (args: readonly string[], options: Partial<Parameters<typeof gitops>[1]> = {}) =>
    gitops(args, { cwd: repo.dir, kubeconfig: cluster.kubeconfig, ...options });
  if (applied) {
    const outcome = await run(['apply', '--yes']);
    if (outcome.code !== 0) throw new Error(`apply ended with ${outcome.code}: ${outcome.stderr}`);
  }
  const validate = async (
    args: readonly string[] = [],
    options: Partial<Parameters<typeof gitops>[1]> = {},
  ) => {
    const outcome = await run(['validate', '-o', 'json', ...args], options);
    if (outcome.stdout === '') throw new Error(`exit ${outcome.code}: ${outcome.stderr}`);
    const report = outcome.json();
    const problems = isArray(report.problems) ? report.problems.map((one) => objectAt(one)) : [];
    return { code: outcome.code, report, problems, short: problems.map(shortly) };
  };
  const hook = (ref = 'main', options: Partial<Parameters<typeof gitops>[1]> = {}) => {
    const zero = '0'.repeat(40);
    const old = repo.git('ls-remote', remote, `refs/heads/${ref}`).split('\t')[0] || zero;
    const stdin = `refs/heads/${ref} ${repo.git('rev-parse', 'HEAD').trim()} refs/heads/${ref} ${old}\n`;
    return run(['hook', 'pre-push', 'origin', remote], { stdin, ...options });
  };
  return { cluster, namespace, repo, remote, run, validate, hook };
}

export const webDeployment = (
  namespace: string,
  spec = '  replicas: 3',
  image = 'nginx',
) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: ${namespace}
spec:
  selector: {matchLabels: {app: web}}
${spec}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: ${image}}]
`;

export const configMap = (namespace: string, name: string, value = 'one') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: {key: ${value}}\n`;
