import { isObject, type KubeObject, objectAt } from '../object.ts';
import { parse } from './fields.ts';

/** What client-side apply last sent, from its annotation; undefined: the object was never applied that way. */
export function lastApplied(live: KubeObject): KubeObject | undefined {
  const text = objectAt(live.metadata.annotations)['kubectl.kubernetes.io/last-applied-configuration'];
  const value = typeof text === 'string' ? parse(text) : undefined;
  if (!isObject(value) || !isObject(value.metadata)) return undefined;
  const { apiVersion, kind } = live;
  return { ...value, apiVersion, kind, metadata: { ...value.metadata, name: live.metadata.name } };
}
