/** What somebody does past git, and where that can be seen. */
export interface Deed {
  readonly name: string;
  readonly words: readonly string[];
  /** As `diff` calls it. */
  readonly told: string;
  readonly object: string;
  readonly path: string;
}

/** Deeds that are the same whoever deploys what they are done to. */
export const EVERYWHERE = {
  setsImage: {
    name: 'kubectl set image',
    words: ['set', 'image', 'deployment/web', 'web=nginx:by-hand'],
    told: 'Deployment web .spec.template.spec.containers[name="web"].image',
    object: 'deployment/web',
    path: 'spec/template/spec/containers/web/image',
  },
  scales: {
    name: 'k9s changes replicas',
    words: ['patch', 'deployment/web', '--field-manager=k9s', '-p', '{"spec":{"replicas":0}}'],
    told: 'Deployment web .spec.replicas',
    object: 'deployment/web',
    path: 'spec/replicas',
  },
  setsEnv: {
    name: 'kubectl set env, of a variable that git does not have',
    words: ['set', 'env', 'deployment/web', 'DEBUG=1'],
    told: 'Deployment web .spec.template.spec.containers[name="web"].env[name="DEBUG"]',
    object: 'deployment/web',
    path: 'spec/template/spec/containers/web/env/DEBUG',
  },
  unlabels: {
    name: 'kubectl label, without a label of git',
    words: ['label', 'deployment/web', 'app-'],
    told: 'Deployment web .metadata.labels.app',
    object: 'deployment/web',
    path: 'metadata/labels/app',
  },
  deletes: {
    name: 'kubectl delete',
    words: ['delete', 'configmap/gone'],
    told: 'ConfigMap gone',
    object: 'configmap/gone',
    path: 'metadata/name',
  },
} as const satisfies Readonly<Record<string, Deed>>;
