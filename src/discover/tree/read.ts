import type { Warning } from '../../errors.ts';
import { describe, type KubeObject, nameOf, namespaceOf, objectAt, stringOr } from '../../object.ts';
import type { Root } from '../../render/types.ts';
import { argoApp } from '../argocd/app.ts';
import { registeredCluster, withMoreClusters } from '../argocd/cluster-secret.ts';
import type { ArgoCluster } from '../argocd/appset/types.ts';
import { type ArgoSettings, declaredSettings } from '../argocd/settings.ts';
import { expandApplicationSet } from '../argocd/appset/expand.ts';
import { fluxApp } from '../flux/app.ts';
import type { Found, Reference, Surroundings } from '../flux/types.ts';
import type { ControlledApp } from '../types.ts';
import { roleOf } from './kinds.ts';
import type { Lookup } from './lookup.ts';
import type { Scan } from './scan.ts';
import type { TreeSurroundings } from './types.ts';
import { openUnborn } from './unborn.ts';

/** How objects of one entry are read; what is collected is known to those that name it. */
export interface Reading {
  readonly scan: Scan;
  readonly render: (root: Root) => Promise<readonly KubeObject[]>;
  readonly collect: (objects: readonly KubeObject[]) => void;
  /** null: it deploys nothing of this repository. */
  readonly app: (object: KubeObject, parent: ControlledApp | null) => Promise<ControlledApp | null>;
  /** What all of its apps, together, are told by. */
  readonly presumed: () => readonly Warning[];
  readonly set: (
    object: KubeObject,
  ) => Promise<{ readonly applications: readonly KubeObject[]; readonly warnings: readonly Warning[] }>;
}

/** Where controllers live if nobody says otherwise. */
const HOMES = { argoproj: 'argocd', flux: 'flux-system' } as const;

export function openReading(scan: Scan, entry: string, where: TreeSurroundings, lookup: Lookup): Reading {
  const collected = new Map<string, KubeObject>();
  const projects = [...where.projects];
  const registered: ArgoCluster[] = [];
  const settings = new Map<string, ArgoSettings>();
  const find = async (reference: Reference): Promise<Found> => {
    const own = collected.get(keyOf(reference));
    if (own !== undefined) return own;
    const written = lookup.find(reference, entry);
    return written === 'absent' ? where.find(reference) : written;
  };
  const presumed = new Map<string, Warning>();
  const unborn = openUnborn(
    scan,
    entry,
    where,
    lookup,
    () => [...collected.values()],
    (warning) => presumed.set(warning.message, warning),
  );
  return {
    scan,
    presumed: () => [...presumed.values()],
    render: where.render,
    collect: (objects) => {
      for (const object of objects) {
        const role = roleOf(object);
        if (role === 'project') projects.push(object);
        if (role === 'source' || role === 'held') collected.set(keyOfObject(object), object);
        const cluster = role === 'held' ? registeredCluster(object) : null;
        if (cluster !== null) registered.push(cluster);
        const own = role === 'held' ? declaredSettings(object) : null;
        if (own !== null) settings.set(namespaceOf(object) ?? HOMES.argoproj, own);
      }
    },
    app: async (object, parent) => {
      const settingsOf = (home: string) => where.settingsOf(home) ?? settings.get(home) ?? null;
      const app = await readApp(homed(object), parent, { ...where, projects, find, unborn, settingsOf });
      if (app === null) return null;
      const destination = app.destination ?? parent?.destination ?? null;
      // as it is written: whether it says where it lives matters to who looks for it in a cluster
      return { ...app, object, destination };
    },
    set: async (object) => {
      const clusters = withMoreClusters(await where.clusters(), registered);
      const { view, isThis } = where;
      const made = expandApplicationSet(homed(object), { view, isThis, clusters });
      const applications = made.problems.some(({ code }) => code !== 'DUPLICATE_APPLICATION')
        ? []
        : made.applications;
      return { applications, warnings: setWarnings(object, made) };
    },
  };
}

async function readApp(
  object: KubeObject,
  parent: ControlledApp | null,
  where: TreeSurroundings & Surroundings,
): Promise<ControlledApp | null> {
  const by = parent?.id ?? null;
  if (object.kind === 'Application') {
    const { isOurs, ...app } = argoApp(object, by, where);
    if (!isOurs && app.root.kind === 'unrendered') return null;
    return { ...app, warnings: [...app.warnings, ...projectWarning(app, where), ...destinationWarning(app)] };
  }
  const { isOurs, ...app } = await fluxApp(object, where);
  const isElsewhere = app.root.unrendered?.code === 'OTHER_REPOSITORY';
  return !isOurs && isElsewhere ? null : { ...app, parent: by };
}

/** Argo CD syncs no Application that names no cluster. */
function destinationWarning({ id, object }: ControlledApp): readonly Warning[] {
  const { server, name } = objectAt(object.spec, 'destination');
  if (stringOr(server, '') !== '' || stringOr(name, '') !== '') return [];
  const hint = 'write spec.destination.server: https://kubernetes.default.svc, or the cluster it goes to';
  const message = `${id} names no cluster, and Argo CD does not deploy it`;
  return [{ code: 'NO_DESTINATION', message, hint, app: id }];
}

/** What the project is, cannot be told where no project is known at all. */
function projectWarning({ id, object }: ControlledApp, { projects }: TreeSurroundings): readonly Warning[] {
  const project = stringOr(objectAt(object.spec).project, 'default');
  if (projects.length === 0 || project === 'default') return [];
  if (projects.some(({ metadata }) => metadata.name === project)) return [];
  return [
    {
      code: 'NO_SUCH_PROJECT',
      message: `${id} is of project ${project}, which neither git nor the cluster declares`,
      hint: `declare AppProject ${project}, or name another one in spec.project`,
      app: id,
    },
  ];
}

function homed(object: KubeObject): KubeObject {
  if (namespaceOf(object) !== null) return object;
  const namespace = object.apiVersion.startsWith('argoproj.io/') ? HOMES.argoproj : HOMES.flux;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function setWarnings(
  object: KubeObject,
  { problems, unexpanded }: ReturnType<typeof expandApplicationSet>,
): readonly Warning[] {
  const name = describe(nameOf(homed(object)));
  return [
    ...problems.map(({ code, message, hint }) => ({ code, message, hint: hint ?? null })),
    ...unexpanded.map(({ generator, reason, hint }) => ({
      code: 'APPS_UNKNOWN',
      message: `what ${generator} of ${name} makes is not known from git: ${reason}`,
      hint,
    })),
  ];
}

function keyOfObject(object: KubeObject): string {
  const { apiVersion, kind, metadata } = object;
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return keyOf({ group, kind, namespace: namespaceOf(homed(object)) ?? '', name: metadata.name });
}

function keyOf({ group, kind, namespace, name }: Reference): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
