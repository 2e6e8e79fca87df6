import { ClusterError, type GitopsError } from '../../errors.ts';
import { describe, type KubeObject, nameOf } from '../../object.ts';
import type { Outcome } from './types.ts';

/** What is left alone once nobody answers any more. */
export const NOT_TRIED = 'NOT_TRIED';

export function failed(object: KubeObject, error: GitopsError): Outcome {
  return { object, stored: null, done: null, error, warnings: [] };
}

/** One object's request that gets no answer is that object's outcome, not the end of the run. */
export async function answered(object: KubeObject, write: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ClusterError) return failed(object, cutOff(object, error));
    throw error;
  }
}

/** The connection ended under the request: only the server knows how far it came. */
function cutOff(object: KubeObject, cause: GitopsError): GitopsError {
  return new ClusterError(cause.code, `${describe(nameOf(object))}: ${cause.message}`, {
    facts: ['whether it was written is not known here'],
    hint: 'run it again once the server answers: what is done stays done',
    cause,
  });
}

export function notTried(object: KubeObject): Outcome {
  return failed(object, new ClusterError(NOT_TRIED, `${describe(nameOf(object))} was not tried any more`));
}
