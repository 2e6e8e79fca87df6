import type { Deps } from '../../deps.ts';
import { isOnlyLive } from '../../drift/blamed.ts';
import { learnReplaced, learnSecret, maskBlame, newMask } from '../../drift/secrets/mask.ts';
import type { ObjectBlame } from '../../drift/types.ts';
import type { ExitCode, GitopsError } from '../../errors.ts';
import type { KubeObject } from '../../object.ts';
import type { BlameReport } from '../../output/types.ts';
import { secretsOf } from '../../render/sources.ts';
import { repositoryOf, withDesired } from '../desired.ts';
import { inOrder } from '../drift.ts';
import { hiddenIn } from '../encrypted/hidden.ts';
import { examine } from '../compare/examine.ts';
import type { Query, Say } from '../query.ts';
import { blameSources, explainBlames } from './objects.ts';
import { unmatchedTargets } from './unmatched.ts';

export interface Blame {
  readonly report: BlameReport;
  /** What went wrong for a part of the objects, by exit code. */
  readonly failures: readonly ExitCode[];
  readonly problems: readonly GitopsError[];
}

/**
 * Every field of the objects asked for: who declared it in git, and who set it live. Throws the first target's error
 * where git declares none of the objects; one of several that it does not declare is a problem and hides no other.
 */
export async function findBlame(query: Query, deps: Deps, say: Say): Promise<Blame> {
  return withDesired(query, deps, say, async (desired, cluster) => {
    const { targets, workspace, rendered } = desired;
    const unmatched = await unmatchedTargets(cluster, desired, query);
    const [first] = unmatched;
    if (first !== undefined && unmatched.length === targets.objects.length) throw first;
    const examined = await examine(cluster, desired, query, deps, say, true);
    const explained = await explainBlames(examined, blameSources(examined.sources, workspace));
    const objects = inOrder(
      explained.map(({ blame }) => blame),
      examined.resolved.items,
    );
    const mask = newMask();
    for (const { secrets } of explained) learnAll(secrets, mask);
    for (const { app } of rendered.apps) secretsOf(app.root).forEach(mask.spread.learn);
    hiddenIn(examined.judged).forEach(mask.hide);
    learnReplaced(
      objects.flatMap(({ fields }) => fields),
      mask,
    );
    return {
      report: {
        context: cluster.context,
        server: cluster.version,
        repository: await repositoryOf(workspace, desired.dirty),
        summary: summaryOf(objects),
        objects: objects.map((blame) => maskBlame(blame, mask)),
        warnings: examined.warnings.map((warning) => ({ ...warning, message: mask.text(warning.message) })),
      },
      failures: [...unmatched, ...examined.errors].map(({ exitCode }) => exitCode),
      problems: [...unmatched, ...rendered.problems],
    };
  });
}

function learnAll(secrets: readonly KubeObject[], mask: ReturnType<typeof newMask>): void {
  for (const secret of secrets) learnSecret(secret, mask);
}

function summaryOf(objects: readonly ObjectBlame[]): BlameReport['summary'] {
  const fields = objects.flatMap((object) => object.fields);
  const declared = fields.filter((field) => !isOnlyLive(field));
  const count = (status: ObjectBlame['status']) => objects.filter((one) => one.status === status).length;
  return {
    objects: objects.length,
    inSync: count('inSync'),
    unknown: count('unknown'),
    fields: declared.length,
    differing: declared.filter((field) => field.class !== null).length,
    uncommitted: declared.filter(({ source }) => source?.uncommitted === true).length,
    onlyLive: fields.length - declared.length,
    ignored: fields.filter(({ ignoredBy }) => ignoredBy !== null).length,
  };
}
