import { type KubeObject, textsOf } from '../../object.ts';

/** The keys of argocd-cm that decide what is rendered, as they stand there. */
export type ArgoSettings = Readonly<Record<string, string>>;

export type SourceType = 'helm' | 'kustomize' | 'directory' | 'plugin';

const ENABLED = { helm: 'helm.enable', kustomize: 'kustomize.enable', directory: 'jsonnet.enable' } as const;

/** Whether Argo CD may render a type at all; of a directory it is jsonnet that may be switched off. */
export function isEnabled(type: keyof typeof ENABLED, settings: ArgoSettings | null): boolean {
  return settings?.[ENABLED[type]] !== 'false';
}

/** Flags for `kustomize build`, which a version of kustomize may have of its own; undefined: it could not be looked up. */
export function buildOptionsOf(settings: ArgoSettings | null, version: string): string | undefined {
  if (settings === null) return undefined;
  return settings[`kustomize.buildOptions.${version}`] ?? settings['kustomize.buildOptions'] ?? '';
}

/** The settings that an argocd-cm declares; null: it is another object. */
export function declaredSettings({ kind, metadata, data }: KubeObject): ArgoSettings | null {
  if (kind !== 'ConfigMap' || metadata.name !== 'argocd-cm') return null;
  return textsOf(data);
}
