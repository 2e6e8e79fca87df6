import type { KubeObject } from '../object.ts';
import type { Definition } from './definitions.ts';
import type { Validated } from './types.ts';

/**
 * What the API server would say of a custom resource, once it had this definition. `before` is the object as it was:
 * rules on the change are evaluated, and what has not changed is not blamed; absent, the object is judged as new.
 */
export async function validateCustom(
  object: KubeObject,
  definition: Definition,
  before?: KubeObject,
): Promise<Validated> {
  // regular expressions and CEL are no small thing, and most commands need neither
  const { checkCustom } = await import('./check.ts');
  return checkCustom(object, definition, before);
}
