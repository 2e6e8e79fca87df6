import type { GitopsError } from '../../errors.ts';
import { groupOf, type KubeObject, namespaceOf } from '../../object.ts';
import { readManifests } from '../../render/manifest.ts';
import { decode } from '../../render/text.ts';
import type { Found, Reference } from '../flux/types.ts';
import { remembered } from './memory.ts';
import { isOfAnother } from './rivals.ts';
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

/** Looks objects up in the files of a tree, by what is written there. */
export interface Lookup {
  readonly find: (reference: Reference, entry: string) => Found;
  /** Every object that `isMeant`, of the files that hold all of these texts. */
  readonly written: (
    texts: readonly string[],
    isMeant: (object: KubeObject) => boolean,
  ) => readonly Written[];
}

/** Files are parsed once, and looked through once for an object, whoever asks. */
export function openLookup(scan: Scan): Lookup {
  const parsed = new Map<string, readonly KubeObject[]>();
  const objectsOf = (file: string) => {
    const known = parsed.get(file) ?? readFile(file, scan).objects;
    parsed.set(file, known);
    return known;
  };
  const filesWith = (texts: readonly string[]) =>
    scan.yaml.filter((file) => {
      const content = scan.view.read(file);
      return content !== undefined && texts.every((text) => content.includes(text));
    });
  const written: Lookup['written'] = (texts, isMeant) =>
    filesWith(texts).flatMap((file) =>
      objectsOf(file)
        .filter(isMeant)
        .map((object): Written => ({ object, file })),
    );
  const named = remembered((key: string) => {
    const [group = '', kind = '', namespace = '', name = ''] = key.split('\n');
    return written([kind, name], (object) => isNamed(object, { group, kind, namespace, name }));
  });
  return {
    written,
    find: ({ group, kind, namespace, name }, entry) =>
      theOne(named([group, kind, namespace, name].join('\n')), entry),
  };
}

/** The one of them, where there is only one. */
export function theOne(written: readonly Written[], entry: string): Found {
  const [first, second] = closest(written, entry);
  if (first === undefined) return 'absent';
  return second === undefined ? first.object : 'unreadable';
}

/**
 * Those that stand closest to an entry, and not in the directory of another cluster: every cluster of Flux has a source
 * and variables of the same name.
 */
export function closest(all: readonly Written[], entry: string): readonly Written[] {
  const written = all.filter(({ file }) => !isOfAnother(file, { path: entry }));
  const most = Math.max(...written.map(({ file }) => sharedParts(file, entry)));
  return written.filter(({ file }) => sharedParts(file, entry) === most);
}

function isNamed(object: KubeObject, { group, kind, namespace, name }: Reference): boolean {
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
