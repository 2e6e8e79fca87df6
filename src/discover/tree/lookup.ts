import type { GitopsError } from '../../errors.ts';
import { groupOf, type KubeObject, namespaceOf } from '../../object.ts';
import { readManifests } from '../../render/manifest.ts';
import { decode } from '../../render/text.ts';
import type { Found, Reference } from '../flux/types.ts';
import type { Scan } from './scan.ts';

/** An object, and the file that declares it. */
export interface Written {
  readonly object: KubeObject;
  readonly file: string;
}

/** The objects of a file as they are written, and what cannot be read of it. A template is no manifest yet. */
export function readFile(
  file: string,
  { view }: Scan,
): { readonly objects: readonly KubeObject[]; readonly problems: readonly GitopsError[] } {
  const text = decode(view.read(file) ?? Buffer.alloc(0));
  const { manifests, problems } = readManifests(text, file, { strict: false });
  const isTemplate = /\{[{%]|<%/.test(text);
  return { objects: manifests.map(({ object }) => object), problems: isTemplate ? [] : problems };
}

/**
 * Looks an object up in the files of a tree, by what is written there. Of several the one that stands closest to the
 * entry counts: every cluster of Flux has a source and variables of the same name.
 */
export function openLookup(scan: Scan): (reference: Reference, entry: string) => Found {
  const parsed = new Map<string, readonly KubeObject[]>();
  const objectsOf = (file: string) => {
    const known = parsed.get(file) ?? readFile(file, scan).objects;
    parsed.set(file, known);
    return known;
  };
  const filesFor = ({ kind, name }: Reference) =>
    scan.yaml.filter((file) => {
      const content = scan.view.read(file);
      return content?.includes(kind) === true && content.includes(name);
    });
  return (reference, entry) => {
    const written = filesFor(reference).flatMap((file) =>
      objectsOf(file)
        .filter((object) => isMeant(object, reference))
        .map((object): Written => ({ object, file })),
    );
    const [first, second] = written
      .map((one) => ({ ...one, shared: sharedParts(one.file, entry) }))
      .sort((a, b) => b.shared - a.shared);
    if (first === undefined) return 'absent';
    return second === undefined || second.shared < first.shared ? first.object : 'unreadable';
  };
}

function isMeant(object: KubeObject, { group, kind, namespace, name }: Reference): boolean {
  return (
    object.kind === kind &&
    groupOf(object.apiVersion) === group &&
    object.metadata.name === name &&
    (namespaceOf(object) ?? namespace) === namespace
  );
}

function sharedParts(file: string, dir: string): number {
  const [one, other] = [file.split('/'), dir.split('/')];
  const parting = other.findIndex((part, index) => part !== one[index]);
  return parting < 0 ? other.length : parting;
}
