import { type KubeObject, stringOr } from '../../object.ts';
import type { Manifest } from '../types.ts';

const API_VERSION = /^apiVersion: *["']?([\w./-]+)/m;
const KIND = /^kind: *["']?(\w+)/m;
const METADATA = /^metadata:[^\n]*\n((?: [^\n]*\n?)*)/m;
const NAMESPACE = /^ {2,4}namespace: *["']?([\w-]+)/m;
const REPLICAS = /^ {2,4}replicas:/m;

/**
 * Of what kinds and namespaces the documents of a stream are, as far as can be seen without parsing it: enough to ask
 * early, and not to be relied on. Their objects have no names.
 */
export function outlineOf(stream: string, file: string): readonly Manifest[] {
  const found = new Map<string, Manifest>();
  for (const text of stream.split(/^---/m)) {
    const [apiVersion, kind] = [first(API_VERSION, text), first(KIND, text)];
    if (apiVersion === '' || kind === '') continue;
    const namespace = first(NAMESPACE, first(METADATA, text));
    const scales = REPLICAS.test(text);
    const object: KubeObject = {
      apiVersion,
      kind,
      metadata: { name: '', ...(namespace === '' ? {} : { namespace }) },
      ...(scales ? { spec: { replicas: 1 } } : {}),
    };
    found.set(JSON.stringify(object), { object, origin: { file, document: null, line: null, item: null } });
  }
  return [...found.values()];
}

function first(pattern: RegExp, text: string): string {
  return stringOr(pattern.exec(text)?.[1], '');
}
