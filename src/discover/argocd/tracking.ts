import { groupOf, isArray, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import type { ArgoSettings } from './settings.ts';

/** How an Argo CD tells what is its own (util/argo, resource_tracking.go). */
export interface Tracking {
  /** The label that holds an Application's name. */
  readonly label: string;
  /** Whether the label decides; null: the settings do not say, and the default was another one before Argo CD 3. */
  readonly byLabel: boolean | null;
  /** Whether it sets the label at all. */
  readonly setsLabel: boolean;
  /** Told apart from other Argo CDs by this; `''`: it is not; null: not known. */
  readonly installation: string | null;
}

const USUAL_LABEL = 'app.kubernetes.io/instance';

/** `settings`: the data of argocd-cm; null: it cannot be read. */
export function trackingOf(settings: ArgoSettings | null): Tracking {
  const method = settings?.['application.resourceTrackingMethod'] || null;
  return {
    label: settings?.['application.instanceLabelKey'] || USUAL_LABEL,
    byLabel: method === null ? null : method === 'label',
    setsLabel: method === 'label' || method === 'annotation+label',
    installation: settings === null ? null : (settings.installationID ?? ''),
  };
}

/** What the label of an Argo CD's own object says; null: no Application can be read from it. */
export function labelled({ metadata }: KubeObject, { label, byLabel }: Tracking): string | null {
  const value = byLabel === false ? '' : stringOr(objectAt(metadata.labels)[label], '');
  return value === '' ? null : value;
}

/** A label holds no more than this many characters; where the last of them may not end one there are fewer. */
const LONGEST = 63;

/** Whether a label's value is an Application's instance name, in full or cut. */
export function isNameOf(value: string, instance: string): boolean {
  if (value === instance) return true;
  const cut = instance.slice(0, LONGEST).replace(/[^A-Za-z0-9]+$/, '');
  return instance.length > LONGEST && value === cut;
}

/** Whether a value may be all that a label could hold of a longer name. */
export function mayBeCut(value: string): boolean {
  return value.length > LONGEST / 2;
}

/**
 * Whether an Application lists an object as its own. The label alone proves nothing: charts set the same one. `elsewhere`:
 * another tool marks the object too, which counts more than a label that Argo CD only found on it.
 */
export function listsAsOwn({ status }: KubeObject, live: KubeObject, elsewhere: boolean): boolean {
  const { resources } = objectAt(status);
  return (isArray(resources) ? resources : []).some((entry) => {
    const { group, kind, namespace, name, requiresPruning } = objectAt(entry);
    return (
      stringOr(group, '') === groupOf(live.apiVersion) &&
      kind === live.kind &&
      name === live.metadata.name &&
      stringOr(namespace, null) === namespaceOf(live) &&
      !(elsewhere && requiresPruning === true)
    );
  });
}
