import type { ObjectName } from '../../errors.ts';
import type { Owner } from '../types.ts';
import type { IgnoreRule } from './ignore.ts';
import { objectMatcher } from './ignore-match.ts';

/** Whether the user's rules leave an object out that no app declares: by `unmanaged`, or by who made it. */
export function unmanagedIgnores(
  rules: readonly IgnoreRule[],
): (object: ObjectName, owner: Owner | null) => boolean {
  const compiled = rules.map((rule) => ({ ...rule, isAbout: objectMatcher(rule) }));
  return (object, owner) =>
    compiled.some(
      ({ unmanaged, managedFieldsManagers, isAbout }) =>
        (unmanaged === true || managedFieldsManagers.includes(owner?.manager ?? '')) && isAbout(object),
    );
}
