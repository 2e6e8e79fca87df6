import { GitopsError, type Warning } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { describe, type KubeObject, nameOf, namespaceOf } from '../../object.ts';
import type { ControlledApp } from '../types.ts';
import { declaresApps } from './declares.ts';
import { roleOf } from './kinds.ts';
import type { Reading } from './read.ts';

/** Apps of apps of apps: nobody nests them deeper, but something that makes ever new ones would. */
const DEEPEST = 12;
const NAME = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;

/** An object that something rendered, and the app that did. */
interface Found {
  readonly object: KubeObject;
  readonly parent: ControlledApp | null;
}

export interface Expanded {
  readonly apps: readonly ControlledApp[];
  readonly warnings: readonly Warning[];
}

/**
 * The apps that some objects declare, those that these deploy in turn, and so on. What does not render is a warning and
 * hides no other; apps that deploy each other in a circle are told, and followed once.
 */
export async function expandApps(objects: readonly KubeObject[], reading: Reading): Promise<Expanded> {
  const apps = new Map<string, ControlledApp>();
  const warnings = new Map<string, Warning>();
  const warn = (warning: Warning) => warnings.set(warning.message, warning);
  let level: readonly Found[] = objects.map((object) => ({ object, parent: null }));
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === DEEPEST) {
      warn(tooDeep(level));
      break;
    }
    reading.collect(level.map(({ object }) => object));
    const read = await readAll(level, reading, warn);
    const added = read.filter((app) => isNew(app, apps, warn));
    level = (
      await mapLimit(added, 4, async (parent) => {
        const rendered = await renderFor(parent, reading, warn);
        return rendered.map((object): Found => ({ object: placed(object, parent), parent }));
      })
    ).flat();
  }
  return { apps: [...apps.values()], warnings: [...warnings.values(), ...reading.presumed()] };
}

async function readAll(
  level: readonly Found[],
  reading: Reading,
  warn: (warning: Warning) => void,
): Promise<readonly ControlledApp[]> {
  const read = await mapLimit(level, 16, async ({ object, parent }) => {
    if (!NAME.test(object.metadata.name)) return [];
    if (roleOf(object) === 'app') return [await reading.app(object, parent)];
    if (roleOf(object) !== 'set') return [];
    const { applications, warnings } = await reading.set(object);
    warnings.forEach(warn);
    return Promise.all(applications.map((one) => reading.app(placed(one, parent), parent)));
  });
  return read.flat().filter((app) => app !== null);
}

/** Remembers an app. One that is known already may turn out to be deployed by another, or by itself, or in a circle. */
function isNew(
  app: ControlledApp,
  apps: Map<string, ControlledApp>,
  warn: (warning: Warning) => void,
): boolean {
  const { id, parent } = app;
  const known = apps.get(id);
  if (known === undefined) {
    apps.set(id, app);
    return true;
  }
  if (parent === null || parent === id) return false;
  const line = lineOf(parent, apps);
  if (line.includes(id)) warn(circle(line.slice(0, line.indexOf(id) + 1).reverse()));
  else if (known.parent === null) apps.set(id, { ...known, parent });
  return false;
}

/** The app, what declares it, what declares that, and so on. */
function lineOf(id: string, apps: ReadonlyMap<string, ControlledApp>): readonly string[] {
  const line: string[] = [];
  for (let at: string | null = id; at !== null && !line.includes(at); at = apps.get(at)?.parent ?? null)
    line.push(at);
  return line;
}

async function renderFor(
  app: ControlledApp,
  { scan, render }: Reading,
  warn: (warning: Warning) => void,
): Promise<readonly KubeObject[]> {
  if (!declaresApps(app.root, scan)) return [];
  try {
    return (await render(app.root)).filter((object) => roleOf(object) !== null);
  } catch (error) {
    if (!(error instanceof GitopsError)) throw error;
    warn(unrenderable(app.root.path, error, app.id));
    return [];
  }
}

/** Where it goes if it does not say so: to the namespace that its app deploys to. */
function placed(object: KubeObject, parent: ControlledApp | null): KubeObject {
  const namespace = parent?.root.namespace;
  if (namespace === undefined || namespaceOf(object) !== null) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

export function unrenderable(path: string, error: GitopsError, app?: string): Warning {
  return {
    code: 'APPS_UNRENDERED',
    message: `${path} may declare apps and does not render: ${error.message}`,
    hint: error.hint ?? null,
    ...(app === undefined ? {} : { app }),
  };
}

function circle(ids: readonly string[]): Warning {
  const [first = ''] = ids;
  return {
    code: 'APPS_IN_A_CIRCLE',
    message: `apps declare each other in a circle: ${[...ids, first].join(' -> ')}`,
    hint: `take one of them out of the directory that the one before it deploys`,
    app: first,
  };
}

function tooDeep([first]: readonly Found[]): Warning {
  const what = first === undefined ? 'an app' : describe(nameOf(first.object));
  return {
    code: 'APPS_TOO_DEEP',
    message: `apps that deploy apps are followed ${DEEPEST} levels deep: ${what} is not`,
    hint: 'see whether an app makes ever new ones',
  };
}
