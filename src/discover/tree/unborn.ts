import type { Warning } from '../../errors.ts';
import {
  groupOf,
  type Json,
  type JsonObject,
  type KubeObject,
  namespaceOf,
  objectAt,
  stringOr,
} from '../../object.ts';
import { isGeneratorOf } from '../flux/artifact.ts';
import { GENERATOR, told } from '../flux/names.ts';
import { elsewhere } from '../flux/source.ts';
import type { Reference, Source, Unborn } from '../flux/types.ts';
import { closest, type Lookup, theOne } from './lookup.ts';
import type { Scan } from './scan.ts';
import type { TreeSurroundings } from './types.ts';

/** As `flux bootstrap` and flux-operator call the source that a cluster is brought up from. */
const BOOTSTRAP = 'flux-system';

/** What of Flux's objects somebody makes only once git is deployed. `warn`: told of what is presumed. */
export function openUnborn(
  { view }: Pick<Scan, 'view'>,
  entry: string,
  { isThis }: Pick<TreeSurroundings, 'isThis'>,
  lookup: Lookup,
  rendered: () => readonly KubeObject[],
  warn: (warning: Warning) => void,
): Unborn {
  const isInstance = (object: KubeObject) => syncOf(object) !== null;
  const instances = () => [
    ...lookup.written(['fluxcd.controlplane.io/', 'FluxInstance'], isInstance),
    ...lookup.written(['HelmRelease', 'instance', 'sync'], isInstance),
  ];
  let known: ReturnType<typeof instances> | undefined;
  return {
    generatorOf: async (artifact) => {
      const makes = (object: KubeObject) => isGeneratorOf(artifact, object);
      const own = rendered().find(makes);
      return own ?? theOne(lookup.written([GENERATOR, artifact.name], makes), entry);
    },
    sourceOf: (reference, path) => {
      known ??= instances();
      const named = known.filter(({ object }) => isSourceOf(reference, object));
      const meant = closest(named, entry).map(({ object }) => object);
      if (meant.length > 0) return synced(reference, meant, isThis);
      const isUsual = reference.kind === 'GitRepository' && reference.name === BOOTSTRAP;
      if (!isUsual) return null;
      if (view.kindOf(path) === null) return without(reference, path);
      warn(presumption(reference));
      return { own: { revision: null, ignore: null, warnings: [] } };
    },
  };
}

/** `sync` of a FluxInstance, or of the chart that makes one; null: of something else, or it makes no source. */
function syncOf({ apiVersion, kind, spec }: KubeObject): JsonObject | null {
  const isOperators = kind === 'FluxInstance' && groupOf(apiVersion) === 'fluxcd.controlplane.io';
  const isRelease = kind === 'HelmRelease' && groupOf(apiVersion) === 'helm.toolkit.fluxcd.io';
  if (!isOperators && !isRelease) return null;
  const sync = isOperators ? objectAt(spec, 'sync') : objectAt(spec, 'values', 'instance', 'sync');
  return typeof sync.url === 'string' ? sync : null;
}

/** flux-operator makes the source where its instance is, and calls it like that namespace if it is told no name. */
function isSourceOf({ kind, namespace, name }: Reference, object: KubeObject): boolean {
  const sync = syncOf(object);
  const home = stringOr(objectAt(object.spec).targetNamespace, namespaceOf(object) ?? namespace);
  return (
    home === namespace &&
    stringOr(sync?.kind, 'GitRepository') === kind &&
    (stringOr(sync?.name, '') || home) === name
  );
}

function synced(
  named: Reference,
  instances: readonly KubeObject[],
  isThis: TreeSurroundings['isThis'],
): Source | null {
  const syncs = instances.map((object) => syncOf(object) ?? {});
  const url = (sync: JsonObject) => stringOr(sync.url, '');
  const [first = {}] = syncs;
  if (!syncs.some((sync) => isThis(url(sync))))
    return elsewhere('OTHER_REPOSITORY', `${told(named)} is another repository: ${url(first)}`, null);
  if (!syncs.every((sync) => isThis(url(sync)))) return null;
  const revisions = new Set(syncs.map(({ ref }: { readonly ref?: Json }) => stringOr(ref, null)));
  const [revision = null] = revisions;
  return { own: { revision: revisions.size === 1 ? revision : null, ignore: null, warnings: [] } };
}

function without(reference: Reference, path: string): Source {
  const message = `there is no ${told(reference)}, and no ${path} here by which it might be this repository`;
  return elsewhere('NO_SUCH_SOURCE', message, 'declare the source, or bring the directory back');
}

function presumption(reference: Reference): Warning {
  return {
    code: 'PRESUMED_SOURCE',
    message: `${told(reference)} is taken to be this repository: neither git nor the cluster declares it`,
    hint: 'declare it in git, as gotk-sync.yaml or spec.sync of a FluxInstance does',
  };
}
