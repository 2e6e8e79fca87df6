import { type Json, type KubeObject, objectAt, stringOr } from '../../object.ts';
import type { Unrendered } from '../../render/types.ts';
import { entries, SOURCE, told } from './names.ts';
import type { Reference, Source, Surroundings } from './types.ts';

/** Reads what a `sourceRef` names; `path`: what of it is asked for. */
export async function readSource(
  reference: Json | undefined,
  home: string,
  path: string,
  where: Surroundings,
): Promise<Source> {
  const named = sourceReference(reference, home);
  const found = await where.find(named);
  if (found === 'absent') return where.unborn?.sourceOf(named, path) ?? notThere(found, named);
  if (found === 'unreadable') return notThere(found, named);
  return named.kind === 'GitRepository' ? gitSource(found, named, where) : packedSource(found, named, where);
}

/** Why an object that was looked for says nothing. */
export function notThere(found: 'absent' | 'unreadable', named: Reference) {
  if (found === 'absent')
    return elsewhere('NO_SUCH_SOURCE', `there is no ${told(named)}`, 'declare it, or name another one');
  const hint = `kubectl auth can-i get ${named.kind.toLowerCase()} -n ${named.namespace}`;
  return elsewhere('SOURCE_UNREADABLE', `${told(named)} cannot be read`, `ask for the right: ${hint}`);
}

export function sourceReference(reference: Json | undefined, home: string): Reference {
  const { kind, name, namespace } = objectAt(reference);
  return {
    group: SOURCE,
    kind: stringOr(kind, 'GitRepository'),
    namespace: stringOr(namespace, home),
    name: stringOr(name, ''),
  };
}

function gitSource({ spec }: KubeObject, named: Reference, { isThis }: Surroundings): Source {
  const { url, ref, ignore, include } = objectAt(spec);
  if (!isThis(stringOr(url, '')))
    return elsewhere(
      'OTHER_REPOSITORY',
      `${told(named)} is another repository: ${stringOr(url, 'it has no url')}`,
      null,
    );
  const included = entries(include).map((one) => stringOr(objectAt(one, 'repository').name, ''));
  const warnings = included.map((name) => ({
    code: 'SOURCE_INCLUDES',
    message: `${told(named)} includes files of GitRepository ${named.namespace}/${name}, which are not here`,
    hint: null,
  }));
  return { own: { revision: revisionOf(ref), ignore: stringOr(ignore, null), warnings } };
}

/** Of several the first counts: the order that the API of source-controller states. */
function revisionOf(ref: Json | undefined): string {
  const { commit, name, semver, tag, branch } = objectAt(ref);
  const given = [commit, name, semver, tag, branch].find((one) => typeof one === 'string' && one !== '');
  return stringOr(given, 'master');
}

/** An image or an archive: only its own annotations tell what it was made of. */
function packedSource({ status }: KubeObject, named: Reference, { isThis }: Surroundings): Source {
  const metadata = objectAt(status, 'artifact', 'metadata');
  const url = metadata['org.opencontainers.image.source'];
  if (!isThis(stringOr(url, ''))) {
    const made = typeof url === 'string' ? `was made of ${url}` : 'does not tell what it was made of';
    return elsewhere('NOT_FROM_GIT', `${told(named)} ${made}`, null);
  }
  const revision = originRevision(metadata['org.opencontainers.image.revision']);
  const warning = {
    code: 'PACKED_SOURCE',
    message: `${told(named)} was made of this repository; it is taken to hold all of it`,
    hint: null,
  };
  return { own: { revision, ignore: null, warnings: [warning] } };
}

/** The commit in `main@sha1:3f2c1aa…`, as `status.lastAppliedRevision` and artifacts have it; else all of it. */
export function originRevision(revision: Json | undefined): string | null {
  const text = stringOr(revision, null);
  return text === null ? null : (/(?:^|@)(?:sha1|sha256):([0-9a-f]{40,64})$/.exec(text)?.[1] ?? text);
}

export function elsewhere(
  code: string,
  message: string,
  hint: string | null,
): { readonly elsewhere: Unrendered } {
  return { elsewhere: { code, message, hint } };
}
