import { PROBLEM_CODES, type ProblemCode } from '../../../../config/settings.ts';
import { isSecret } from '../../../../drift/secrets/mask.ts';
import { EXIT, type GitopsError } from '../../../../errors.ts';
import { nameOf } from '../../../../object.ts';
import { parsePath } from '../../../../path.ts';
import { refusalHint } from '../../../../push/refusal-hint.ts';
import type { Found } from '../../../../push/types.ts';
import { withoutLongValues } from '../../../../push/words.ts';
import { placeOf, type Sources } from '../../../explain.ts';
import { refusedField } from '../../../refused-field.ts';
import type { Item } from '../../../types.ts';

type Named = Pick<Item, 'app' | 'desired'>;

/** A problem of one object, in the words of whoever found it. */
export function problemOf({ app, desired }: Named, error: GitopsError): Found {
  return {
    code: codeOf(error),
    root: app.root.path,
    object: nameOf(desired),
    path: null,
    message: isSecret(desired) ? withoutValues(error.message) : withoutLongValues(error.message),
    hint: error.hint ?? null,
    source: null,
  };
}

/** What the rules have no name for is the connection's or the server's trouble, not the manifest's. */
export function codeOf({ code, exitCode }: Pick<GitopsError, 'code' | 'exitCode'>): ProblemCode {
  const known = PROBLEM_CODES.find((one) => one === code);
  if (known !== undefined) return known;
  return exitCode === EXIT.invalid ? 'SERVER_REJECTED' : 'UNREACHABLE';
}

/** The server repeats what it refuses, and in a Secret that may be the secret. */
function withoutValues(message: string): string {
  return message.replace(/"(?:[^"\\]|\\.)*"/g, '"***"');
}

/** The server's own words, at the line of the field where it names one. */
export async function refused(
  item: Item,
  error: GitopsError,
  sources: Pick<Sources, 'locatorOf'>,
): Promise<Found> {
  const problem = problemOf(item, error);
  if (error.exitCode !== EXIT.invalid) return problem;
  const field = await refusedField(item, error, await sources.locatorOf(item.app));
  return {
    ...problem,
    path: field?.path ?? null,
    source: field?.source ?? (await placeOf(item, [], sources)),
    hint:
      field?.hint ??
      problem.hint ??
      refusalHint({
        message: error.message,
        object: item.desired,
        path: field === null ? null : parsePath(field.path),
        type: item.type,
      }),
  };
}
