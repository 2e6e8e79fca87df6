import { fluxIgnores } from '../../discover/flux/ignores.ts';
import { helmReleaseSettings, kustomizationSettings } from '../../discover/flux/settings.ts';
import { isArray, type Json, type KubeObject, objectAt, stringOr } from '../../object.ts';
import { appliedCommit } from '../../status/flux-commit.ts';
import { commitIn } from './revision.ts';
import { type Asking, type DeployerFacts, isSame, named, type Tracked, UNKNOWN } from './types.ts';

/** What a Kustomization says of itself and of what it applied. */
export async function kustomizationFacts(name: string, where: Asking): Promise<DeployerFacts> {
  const object = await named('kustomize.toolkit.fluxcd.io', 'Kustomization', name, where);
  return object === null ? UNKNOWN : kustomization(object);
}

/** What a HelmRelease says of itself. */
export async function helmReleaseFacts(name: string, where: Asking): Promise<DeployerFacts> {
  const object = await named('helm.toolkit.fluxcd.io', 'HelmRelease', name, where);
  if (object === null) return UNKNOWN;
  return { ...UNKNOWN, settings: helmReleaseSettings(object), ignores: fluxIgnores(object) };
}

function kustomization(object: KubeObject): DeployerFacts {
  const objects = inventoryOf(object);
  return {
    ...UNKNOWN,
    settings: kustomizationSettings(object),
    ignores: fluxIgnores(object),
    declares: (live) => (objects === null ? null : objects.some((one) => isSame(one, live))),
    objects,
    deployed: commitIn(appliedCommit(object)),
  };
}

/** What a Kustomization lists as its own; null: it has not told yet. */
export function inventoryOf({ status }: KubeObject): readonly Tracked[] | null {
  const { entries } = objectAt(status, 'inventory');
  return isArray(entries) ? entries.flatMap(tracked) : null;
}

/** `namespace_name_group_Kind`, as kustomize-controller writes it; colons of RBAC names are two underscores there. */
function tracked(entry: Json): readonly Tracked[] {
  const found = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(stringOr(objectAt(entry).id, ''));
  if (found === null) return [];
  const [, namespace = '', name = '', group = '', kind = ''] = found;
  return [{ group, kind, namespace: namespace === '' ? null : namespace, name: name.replaceAll('__', ':') }];
}
