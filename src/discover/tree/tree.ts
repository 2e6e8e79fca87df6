import { GitopsError, type Warning } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import type { KubeObject } from '../../object.ts';
import type { Root } from '../../render/types.ts';
import type { View } from '../../view.ts';
import { coversUnit } from './covers.ts';
import { expandApps, unrenderable } from './expand.ts';
import { roleOf } from './kinds.ts';
import { openLookup, readFile } from './lookup.ts';
import { rememberedView } from './memory.ts';
import { openReading } from './read.ts';
import { byCluster } from './rivals.ts';
import { type Scan, scanTree } from './scan.ts';
import type { Entry, TreeSurroundings } from './types.ts';
import { type Unit, unitsOf } from './units.ts';

/** Whether a tree may declare apps at all: a look at its files, without parsing any. See `scanTree`. */
export function scanForApps(view: View, holding: ReadonlySet<string> | null = null): Scan {
  return scanTree(rememberedView(view), holding);
}

/**
 * The apps that a tree declares, without any cluster: what is rendered is searched for further ones, again and again.
 * What deploys the manifests of another entry takes that one's place.
 */
export async function appsInTree(scan: Scan, given: TreeSurroundings): Promise<readonly Entry[]> {
  const units = unitsOf(scan);
  if (units.length === 0) return [];
  const where = { ...given, view: scan.view, render: rememberedRender(given.render) };
  const lookup = openLookup(scan);
  const expand = async (unit: Unit): Promise<Expansion> => {
    const reading = openReading(scan, unit.root.path, where, lookup);
    const { objects, warnings } = await objectsOf(unit, scan, where);
    const expanded = await expandApps(objects, reading);
    return {
      unit,
      entry: { ...expanded, path: unit.root.path, warnings: [...warnings, ...expanded.warnings] },
    };
  };
  const expansions: Expansion[] = [];
  const ranks = new Map(inOrder(units).map((unit, index) => [unit, index]));
  const rank = (unit: Unit) => ranks.get(unit) ?? 0;
  const isCovered = (unit: Unit) =>
    expansions.some(({ entry }) => entry.apps.some(({ root }) => coversUnit(root, unit, scan)));
  // plain manifests first: the apps that they name spare rendering what those deploy
  for (const kind of ORDER)
    await mapLimit(
      units.filter(({ root }) => root.kind === kind),
      AT_ONCE,
      async (unit) => {
        if (!isCovered(unit)) expansions.push(await expand(unit));
      },
    );
  expansions.sort((one, other) => rank(one.unit) - rank(other.unit));
  const found = survivors(expansions, scan)
    .map(({ unit, entry }) => ({ ...entry, path: placeOf(unit, entry, scan) }))
    .filter(({ apps, warnings }) => apps.length + warnings.length > 0);
  return byCluster(found);
}

interface Expansion {
  readonly unit: Unit;
  readonly entry: Entry;
}

/** What other entries deploy is none; of those that deploy each other the first stays. */
function survivors(expansions: readonly Expansion[], scan: Scan): readonly Expansion[] {
  const covers = (one: Expansion, other: Expansion) =>
    one.entry.apps.some(({ root }) => coversUnit(root, other.unit, scan));
  const gone = new Set<Expansion>();
  for (const one of expansions) {
    const by = expansions.find((other) => other !== one && !gone.has(other) && covers(other, one));
    const isFirst = by !== undefined && covers(one, by) && expansions.indexOf(one) < expansions.indexOf(by);
    if (by !== undefined && !isFirst) gone.add(one);
  }
  return expansions.filter((one) => !gone.has(one));
}

/** kustomize works on one core each. */
const AT_ONCE = 4;
const ORDER: readonly Root['kind'][] = ['plain', 'kustomize', 'helm'];

function inOrder(units: readonly Unit[]): readonly Unit[] {
  const rank = ({ root }: Unit) => ORDER.indexOf(root.kind);
  return units.toSorted((a, b) => rank(a) - rank(b));
}

/** A directory that an entry deploys itself from is what people call it by: `clusters/prod`, not its `flux-system`. */
function placeOf(unit: Unit, { apps, path }: Entry, scan: Scan): string {
  return apps.find(({ root, parent }) => parent === null && coversUnit(root, unit, scan))?.root.path ?? path;
}

async function objectsOf(
  { root, files }: Unit,
  scan: Scan,
  { render }: TreeSurroundings,
): Promise<{ readonly objects: readonly KubeObject[]; readonly warnings: readonly Warning[] }> {
  if (root.kind === 'plain') {
    const read = files.map((file) => readFile(file, scan));
    return {
      objects: read.flatMap(({ objects }) => objects),
      warnings: read
        .flatMap(({ problems }) => problems)
        .map(({ code, message, hint }) => ({ code, message, hint: hint ?? null })),
    };
  }
  try {
    const rendered = await render(root);
    return { objects: rendered.filter((object) => roleOf(object) !== null), warnings: [] };
  } catch (error) {
    if (!(error instanceof GitopsError)) throw error;
    return { objects: [], warnings: [unrenderable(root.path, error)] };
  }
}

/** Apps of several entries may deploy the same. */
function rememberedRender(render: TreeSurroundings['render']): TreeSurroundings['render'] {
  const known = new Map<string, Promise<readonly KubeObject[]>>();
  return (root: Root) => {
    // where else it might have been decided what the root is, changes nothing of what it is
    const key = JSON.stringify(root, (name, value) => (name === 'decidedBy' ? undefined : value));
    const found = known.get(key) ?? render(root);
    known.set(key, found);
    return found;
  };
}
