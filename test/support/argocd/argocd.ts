import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src/object.ts';
import type { Cluster } from '../servers/cluster.ts';
import { repository, type TestRepository } from '../repository.ts';
import { type ArgoApp, argoApp } from './app.ts';
import { type ControllerOptions, startControllers } from './controllers.ts';
import { apply, argoNamespace, configureArgoCd, installArgoCd } from './install.ts';

export type ArgoCdOptions = ControllerOptions & {
  /** What argocd-cm holds besides Argo CD's defaults. */
  readonly config?: Readonly<Record<string, string>>;
};

export type AppOptions = {
  readonly name?: string;
  /** Of the Application. Another than argocd has to be among `applicationNamespaces`. */
  readonly namespace?: string;
  /** The repository, or the files of a new one. */
  readonly repo?: TestRepository;
  readonly files?: Readonly<Record<string, string>>;
  /** Joined with path `app`, revision `main` and the repository's URL. */
  readonly source?: JsonObject;
  /** Instead of one source; each is joined with the revision and the URL. */
  readonly sources?: readonly JsonObject[];
  /** Default: the cluster that Argo CD is in, a namespace of the test's own. */
  readonly destination?: JsonObject;
  readonly syncPolicy?: JsonObject;
  readonly annotations?: JsonObject;
  /** Anything else of the spec; it wins. */
  readonly spec?: JsonObject;
};

/** A real Argo CD beside a test cluster. */
export type ArgoCd = {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** The server that Applications usually name: Argo CD's own cluster. The same cluster is also registered as `test`. */
  readonly inCluster: string;
  /** Changes argocd-cm; with null a key is removed. */
  configure(data: Readonly<Record<string, string | null>>): Promise<void>;
  /** Makes an Application; it is gone when the test ends, what it deployed is not. */
  app(options: AppOptions): Promise<ArgoApp>;
  /** An Application that somebody else made, such as an ApplicationSet or another Application. */
  existing(name: string, repo: TestRepository, target?: string): ArgoApp;
  /** Applies any object, an AppProject or ApplicationSet say; it is gone when the test ends. */
  apply(object: JsonObject): Promise<void>;
  /** Stops the application controller where it stands, until `resume`: what is done meanwhile it sees afterwards. */
  pause(): void;
  resume(): void;
  /** The ends of all logs. */
  logs(): string;
  stop(): Promise<void>;
};

/** Automation as most teams set it. */
export const selfHealing: JsonObject = { automated: { prune: true, selfHeal: true } };

/** Installs and starts Argo CD for a cluster, where none may run yet; some five seconds once it is built. */
export async function startArgoCd(cluster: Cluster, options: ArgoCdOptions = {}): Promise<ArgoCd> {
  await installArgoCd(cluster);
  if (options.config !== undefined) await configureArgoCd(cluster, options.config);
  const { daemons, stop } = await startControllers(cluster, options);
  const logs = (): string => daemons.map((daemon) => `== ${daemon.name}\n${daemon.lastWords()}`).join('\n');
  const signal = (name: 'SIGSTOP' | 'SIGCONT') =>
    daemons.find((daemon) => daemon.name === 'argocd-application-controller')?.signal(name);
  const inCluster = 'https://kubernetes.default.svc';
  const existing: ArgoCd['existing'] = (name, repo, target = '') =>
    argoApp(cluster, { name, namespace: argoNamespace, target, repo }, logs);
  return {
    cluster,
    namespace: argoNamespace,
    inCluster,
    logs,
    stop,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    existing,
    configure: (data) => configureArgoCd(cluster, data),
    apply: async (object) => {
      await apply(cluster, object);
      const input = JSON.stringify(object);
      onTestFinished(async () => {
        await cluster.run(['delete', '--ignore-not-found', '-f', '-'], { input });
      });
    },
    app: async (app) => {
      const { name = `app-${randomBytes(3).toString('hex')}`, namespace = argoNamespace } = app;
      const repo = app.repo ?? repository(app.files ?? {});
      const target = typeof app.destination?.namespace === 'string' ? app.destination.namespace : undefined;
      const where = { name, namespace, repo, target: target ?? (await cluster.namespace('app')) };
      await apply(cluster, application(where, inCluster, app));
      onTestFinished(async () => {
        await cluster.run([
          'delete',
          'applications.argoproj.io',
          name,
          '-n',
          namespace,
          '--ignore-not-found',
        ]);
      });
      return argoApp(cluster, where, logs);
    },
  };
}

type Where = Pick<ArgoApp, 'name' | 'namespace' | 'target' | 'repo'>;

function application({ name, namespace, target, repo }: Where, inCluster: string, app: AppOptions) {
  const git = { repoURL: `file://${repo.dir}`, targetRevision: 'main' };
  const sources = app.sources?.map((source) => ({ ...git, ...source }));
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace, annotations: app.annotations ?? {} },
    spec: {
      project: 'default',
      ...(sources === undefined ? { source: { ...git, path: 'app', ...app.source } } : { sources }),
      destination: app.destination ?? { server: inCluster, namespace: target },
      ...(app.syncPolicy === undefined ? {} : { syncPolicy: app.syncPolicy }),
      ...app.spec,
    },
  };
}
