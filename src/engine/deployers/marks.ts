import { getOne, listAll } from '../../cluster/live.ts';
import {
  isNameOf,
  labelled,
  listsAsOwn,
  mayBeCut,
  type Tracking,
  trackingOf,
} from '../../discover/argocd/tracking.ts';
import { entriesOf } from '../../drift/fields.ts';
import { isOwned, type Mark, plainMark } from '../../drift/owners/marks.ts';
import { ClusterError } from '../../errors.ts';
import { type KubeObject, namespaceOf, objectAt, textsOf } from '../../object.ts';
import { application } from './argo.ts';
import type { Asking } from './types.ts';

const ARGO = new Set(['argocd-controller', 'argocd-application-controller']);
const HOME = 'argocd';

export interface Marks {
  /** The valid mark of a live object, be it a label of Argo CD's; null: there is none. */
  readonly of: (live: KubeObject) => Promise<Mark | null>;
  /** The same, with the label that Argo CD sets beside its annotation where it does: what is compared must know it. */
  readonly withLabel: (live: KubeObject) => Promise<Mark | null>;
}

/**
 * What marks live objects, labels of Argo CD included. Nothing is asked about an object that Argo CD never wrote, nor
 * where no Argo CD is; of others argocd-cm once, and each Application that a label names. What may not be read marks nothing.
 */
export function openMarks(where: Asking): Marks {
  const hasArgo = where.discovery.find('argoproj.io/v1alpha1', 'Application') !== undefined;
  const applications = new Map<string, Promise<readonly KubeObject[]>>();
  let asked: Promise<readonly Tracking[]> | undefined;
  const trackings = (): Promise<readonly Tracking[]> => {
    asked ??= readTrackings(where);
    return asked;
  };
  const byLabel = async (live: KubeObject, elsewhere: boolean): Promise<Mark | null> => {
    if (!hasArgo || isOwned(live) || !isArgos(live)) return null;
    for (const tracking of await trackings()) {
      const value = labelled(live, tracking);
      if (value === null) continue;
      const found = applications.get(value) ?? named(value, where);
      applications.set(value, found);
      // what Argo CD wrote here and an Application lists is that Application's, by whatever URL it calls this cluster
      const app = (await found).find((one) => listsAsOwn(one, live, elsewhere));
      if (app === undefined) continue;
      const id = `argocd/${instanceOf(app, value)}`;
      return { deployer: 'argocd', id, manager: 'argocd-controller', label: tracking.label };
    }
    return null;
  };
  const of = async (live: KubeObject): Promise<Mark | null> => {
    const mark = plainMark(live);
    if (mark !== null && mark.deployer !== 'helm') return mark;
    return (await byLabel(live, mark !== null)) ?? mark;
  };
  return {
    of,
    withLabel: async (live) => {
      const mark = await of(live);
      if (!hasArgo || mark?.deployer !== 'argocd' || mark.label !== undefined) return mark;
      const labels = objectAt(live.metadata.labels);
      const own = (await trackings()).find((one) => one.setsLabel && labels[one.label] !== undefined);
      return own === undefined ? mark : { ...mark, label: own.label };
    },
  };
}

/** Whether Argo CD ever wrote the object: nobody asks about a chart's own label elsewhere. */
function isArgos(live: KubeObject): boolean {
  return entriesOf(live).some(({ manager }) => ARGO.has(manager));
}

async function readTrackings({ http, discovery, settings }: Asking): Promise<readonly Tracking[]> {
  if (settings !== undefined)
    return settings.size === 0 ? [trackingOf(null)] : [...settings.values()].map((one) => trackingOf(one));
  const configMaps = discovery.find('v1', 'ConfigMap');
  if (configMaps === undefined) return [trackingOf(null)];
  try {
    const found = await getOne(http, configMaps, HOME, 'argocd-cm');
    return [trackingOf(found === null ? null : textsOf(found.data))];
  } catch (error) {
    if (error instanceof ClusterError) return [trackingOf(null)];
    throw error;
  }
}

/** The Applications that a label's value may name: `shop`, `team_shop`, or the beginning of a longer name. */
async function named(value: string, where: Asking): Promise<readonly KubeObject[]> {
  const isNamed = (app: KubeObject) => instancesOf(app).some((instance) => isNameOf(value, instance));
  const known = where.known?.filter(({ kind }) => kind === 'Application');
  if (known !== undefined) return known.filter(isNamed);
  try {
    const found = await application(value.replace('_', '/'), where);
    if (found !== null || !mayBeCut(value)) return found === null ? [] : [found];
    const resource = where.discovery.find('argoproj.io/v1alpha1', 'Application');
    return resource === undefined ? [] : (await listAll(where.http, resource, null, {})).filter(isNamed);
  } catch (error) {
    if (error instanceof ClusterError) return [];
    throw error;
  }
}

/** As it is called where it stands in its Argo CD's own namespace, and elsewhere. */
function instancesOf(app: KubeObject): readonly string[] {
  const { name } = app.metadata;
  return [name, `${namespaceOf(app) ?? ''}_${name}`];
}

function instanceOf(app: KubeObject, value: string): string {
  return instancesOf(app).find((instance) => isNameOf(value, instance)) ?? value;
}
