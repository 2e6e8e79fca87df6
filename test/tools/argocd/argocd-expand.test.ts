import { describe, expect, it } from 'vitest';
import { expandApplicationSet } from '../../../src/discover/argocd/appset/expand.ts';
import type { JsonObject } from '../../../src/object.ts';
import { diskView } from '../../../src/view.ts';
import { applicationSetOf, plain, summary, url } from '../../support/argocd/appset/case.ts';
import { subjects } from '../../support/argocd/appset/cases.ts';
import { clusters, files } from '../../support/argocd/appset/world.ts';
import { argoAppSetOfAll } from '../../support/argocd/oracle.ts';
import { clusterSecret } from '../../support/argocd/resources.ts';
import { repository } from '../../support/repository.ts';

const byName = (applications: readonly JsonObject[]) => applications.map(plain).sort(compare);
const compare = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

describe('Argo CD itself makes the same Applications', () => {
  it.each(Object.entries(subjects))('of %s', async (_, cases) => {
    const { dir } = repository(files);
    const sets = cases.map(applicationSetOf);
    const answers = await argoAppSetOfAll(
      sets.map((applicationSet) => ({
        applicationSet,
        repositories: { [url]: dir },
        secrets: clusters.map(clusterSecret),
      })),
    );
    const context = {
      view: diskView(dir),
      isThis: (repoURL: string) => repoURL === url,
      clusters: clusters.map((cluster) => ({ labels: {}, annotations: {}, ...cluster })),
    };
    for (const [index, { what, makes, fails }] of cases.entries()) {
      const [set, argo] = [sets[index], answers[index]];
      if (set === undefined || argo === undefined) throw new Error('the oracle did not answer');
      const ours = expandApplicationSet(set, context);
      const failed = argo.error !== undefined && argo.applications.length === 0;
      expect(ours.unexpanded, what).toEqual([]);
      expect([what, failed, argo.error]).toEqual([what, fails !== undefined, argo.error]);
      if (failed) {
        expect(ours.problems.map(({ message }) => message).join('\n'), what).toMatch(fails ?? /./);
        continue;
      }
      expect(ours.problems.map(({ message }) => message).length > 0, what).toBe(argo.error !== undefined);
      expect(byName(ours.applications), what).toEqual(byName(argo.applications));
      expect(argo.applications.map(summary).sort(), what).toEqual(makes);
    }
  });
});
