import { describe, expect, it } from 'vitest';
import { isArray, type JsonObject, objectAt } from '../../../src/object.ts';
import { argoAppSetOfAll } from '../../support/argocd/oracle.ts';
import { content, file, values } from '../../support/gotemplate/params.ts';
import { refusals, results } from '../../support/gotemplate/tables.ts';
import { repository } from '../../support/repository.ts';

const url = 'https://git.example.com/fleet.git';
const fromGit = { git: { repoURL: url, revision: 'main', files: [{ path: file }], values } };

/** Quicker, and the same save for the types of `path` and `values`. */
const fromList = { list: { elements: [content] } };

/** Each template as the value of one entry of `spec.info`. */
const appSetOf = (generator: JsonObject, templates: readonly string[]): JsonObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'ApplicationSet',
  metadata: { name: 'templates', namespace: 'argocd' },
  spec: {
    goTemplate: true,
    generators: [generator],
    template: {
      metadata: { name: 'one' },
      spec: {
        project: 'default',
        source: { repoURL: url, path: '.' },
        destination: { server: 'https://kubernetes.default.svc' },
        info: templates.map((value) => ({ name: 'it', value })),
      },
    },
  },
});

async function ask(sets: readonly JsonObject[]) {
  const { dir } = repository({ [file]: JSON.stringify(content) });
  return argoAppSetOfAll(sets.map((applicationSet) => ({ applicationSet, repositories: { [url]: dir } })));
}

describe('Argo CD itself', () => {
  it.each(Object.entries(results))('makes the same of templates: %s', async (_, table) => {
    const [answer] = await ask([
      appSetOf(
        fromGit,
        table.map(([template]) => template),
      ),
    ]);
    expect(answer?.error).toBeUndefined();
    const info = objectAt(answer?.applications[0], 'spec').info;
    const made = isArray(info) ? info.map((entry) => objectAt(entry).value) : [];
    expect(table.map(([template], index) => [template, made[index]])).toEqual(table);
  });

  it('refuses what is refused', async () => {
    const answers = await ask(
      refusals.map(([template]) =>
        appSetOf(/\.(path|values)/.test(template) ? fromGit : fromList, [template]),
      ),
    );
    const accepted = refusals.filter((_, index) => answers[index]?.error === undefined);
    expect(accepted).toEqual([]);
  });
});
