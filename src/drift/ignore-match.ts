import picomatch from 'picomatch';
import type { ObjectName } from '../errors.ts';
import { groupOf } from '../object.ts';
import type { IgnoreRule } from './ignore.ts';

/**
 * Whether a rule is about an object. As in Argo CD a rule without group is about the core group; what else it leaves
 * out matches everything.
 */
export function objectMatcher({ group, kind, namespace, name }: IgnoreRule): (object: ObjectName) => boolean {
  const inGroup = globMatcher(group);
  const ofKind = globMatcher(kind);
  const inNamespace = namespace === undefined ? () => true : globMatcher(namespace);
  const named = name === undefined ? () => true : globMatcher(name);
  return (object) =>
    inGroup(groupOf(object.apiVersion)) &&
    ofKind(object.kind) &&
    inNamespace(object.namespace ?? '') &&
    named(object.name);
}

/** picomatch refuses an empty pattern, and its `*` an empty text: both mean the core group, or no namespace. */
export function globMatcher(pattern: string): (text: string) => boolean {
  if (pattern === '') return (text) => text === '';
  if (pattern === '*') return () => true;
  return picomatch(pattern, { dot: true });
}
