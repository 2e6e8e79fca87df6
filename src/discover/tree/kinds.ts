import { groupOf, type KubeObject } from '../../object.ts';
import { EXTENSIONS, GENERATOR } from '../flux/names.ts';

const [ARGO, KUSTOMIZE, HELM] = ['argoproj.io', 'kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io'];
const SOURCE = 'source.toolkit.fluxcd.io';

/** What each kind of the controllers is for; of any version, since what is read of them is the same in all. */
const ROLES: Readonly<Record<string, Role>> = {
  [`${ARGO}/Application`]: 'app',
  [`${KUSTOMIZE}/Kustomization`]: 'app',
  [`${HELM}/HelmRelease`]: 'app',
  [`${ARGO}/ApplicationSet`]: 'set',
  [`${ARGO}/AppProject`]: 'project',
  [`${SOURCE}/GitRepository`]: 'source',
  [`${SOURCE}/OCIRepository`]: 'source',
  [`${SOURCE}/HelmRepository`]: 'source',
  [`${SOURCE}/HelmChart`]: 'source',
  [`${SOURCE}/Bucket`]: 'source',
  [`${EXTENSIONS}/${GENERATOR}`]: 'source',
};

/** `held`: what variables and values may come from. */
export type Role = 'app' | 'set' | 'project' | 'source' | 'held';

/** What an object is for a controller; null: nothing that decides which apps there are. */
export function roleOf({ apiVersion, kind }: KubeObject): Role | null {
  if (apiVersion === 'v1') return kind === 'ConfigMap' || kind === 'Secret' ? 'held' : null;
  const key = `${groupOf(apiVersion)}/${kind}`;
  return Object.hasOwn(ROLES, key) ? (ROLES[key] ?? null) : null;
}

/** What every file that declares an app holds. */
export const GROUPS = ['argoproj.io/', '.toolkit.fluxcd.io/'];
const NAMED =
  /apiVersion["']?\s{0,9}:\s{0,9}["']?(?:argoproj\.io|(?:kustomize|helm|source)\.toolkit\.fluxcd\.io)\//;
const KINDS =
  /kind["']?\s{0,9}:\s{0,9}["']?(?:Application(?:Set)?|AppProject|Kustomization|HelmRelease|(?:Git|OCI|Helm)Repository|HelmChart|Bucket)\b/;

/** Whether a text may declare an object of a controller, told without parsing it. */
export function mayDeclareApps(content: Buffer): boolean {
  if (!GROUPS.some((group) => content.includes(group))) return false;
  const text = content.toString('latin1');
  return NAMED.test(text) && KINDS.test(text);
}
