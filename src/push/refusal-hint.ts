import { groupOf, type KubeObject, namespaceOf } from '../object.ts';
import type { Path } from '../path.ts';
import { fieldType, itemType, type Typed } from '../schema.ts';

/** What is refused: the field that the server names, if it names one, and the type of the object. */
export interface Refusal {
  readonly message: string;
  readonly object: KubeObject;
  readonly path: Path | null;
  readonly type: Typed;
}

/** What to type where the server says what is wrong and not what to do; null: its words are all there is. */
export function refusalHint({ message, object, path, type }: Refusal): string | null {
  return (
    denialHint(message, object) ??
    typeHint(message) ??
    (path === null ? null : explainHint(object, path, type))
  );
}

/** Where the rule stands that was broken. */
function denialHint(message: string, object: KubeObject): string | null {
  const namespace = namespaceOf(object);
  const policy = /ValidatingAdmissionPolicy '([^']+)'/.exec(message)?.[1];
  if (policy !== undefined)
    return `see what it asks for: kubectl get validatingadmissionpolicy ${policy} -o yaml`;
  const quota = /exceeded quota: ([^,\s]+)/.exec(message)?.[1];
  if (quota !== undefined && namespace !== null)
    return `ask for less, or see what is left: kubectl describe quota ${quota} -n ${namespace}`;
  if (/violates? PodSecurity/.test(message) && namespace !== null)
    return `correct what it names, or see the level: kubectl get namespace ${namespace} --show-labels`;
  return null;
}

/** As structured merge names the types that it expects. */
const TYPES: readonly (readonly [expected: RegExp, hint: string])[] = [
  [/: expected string, got /, 'put it in quotes'],
  [/: expected numeric \(int or float\), got /, 'write a number, without quotes'],
  [/: expected boolean, got /, 'write true or false, without quotes'],
  [/: expected list, got /, 'write a list: a - before each item'],
  [/: expected map, got /, 'write a map: KEY: VALUE'],
  [/: duplicate entries for key /, 'take one of the two out'],
];

function typeHint(message: string): string | null {
  return TYPES.find(([expected]) => expected.test(message))?.[1] ?? null;
}

function explainHint({ apiVersion, kind }: KubeObject, path: Path, type: Typed): string | null {
  const fields = declared(path, type);
  if (fields.length === 0) return null;
  const version = groupOf(apiVersion) === '' ? '' : ` --api-version=${apiVersion}`;
  return `see what it takes: kubectl explain ${[kind.toLowerCase(), ...fields].join('.')}${version}`;
}

/** As far as the schema has names: the keys of a map are the user's. */
function declared(path: Path, type: Typed): readonly string[] {
  const names: string[] = [];
  let at = type;
  for (const step of path) {
    if (typeof step !== 'string') {
      at = itemType(at);
      continue;
    }
    const field = at.node.t === 'struct' ? fieldType(at, step) : null;
    if (field === null) break;
    names.push(step);
    at = field;
  }
  return names;
}
