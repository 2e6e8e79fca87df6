import type { ObjectName } from '../../errors.ts';
import { nameMatcher } from '../../patterns/glob.ts';
import { groupOf } from '../../object.ts';
import type { IgnoreRule } from './ignore.ts';

/**
 * Whether a rule is about an object. As in Argo CD a rule without group is about the core group; what else it leaves
 * out matches everything.
 */
export function objectMatcher({ group, kind, namespace, name }: IgnoreRule): (object: ObjectName) => boolean {
  const inGroup = nameMatcher(group);
  const ofKind = nameMatcher(kind);
  const inNamespace = namespace === undefined ? () => true : nameMatcher(namespace);
  const named = name === undefined ? () => true : nameMatcher(name);
  return (object) =>
    inGroup(groupOf(object.apiVersion)) &&
    ofKind(object.kind) &&
    inNamespace(object.namespace ?? '') &&
    named(object.name);
}
