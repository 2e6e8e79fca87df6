import { describe, expect, it } from 'vitest';
import { blameWorld, deployment, fieldsOf, MEMORY, secret } from '../support/blame.ts';
import type { Outcome } from '../support/gitops.ts';

describe('blame', () => {
  it('names commit, author and line of every declared field, and who set it live', async () => {
    const { repo, kubectl, blame } = await blameWorld({ 'web.yaml': deployment });
    const first = repo.git('rev-parse', 'HEAD').trim();
    repo.write({ 'web.yaml': deployment.replace('replicas: 2', 'replicas: 3') });
    repo.git('-c', 'user.name=Grace', 'commit', '--quiet', '--all', '--message', 'more');
    const second = repo.git('rev-parse', 'HEAD').trim();
    await kubectl('apply', '--server-side', '-f', 'web.yaml');
    const synced = await blame('deployment/web', '-o', 'json');
    expect(synced.code).toBe(0);
    expect([...fieldsOf(synced).keys()]).toEqual([
      '.apiVersion',
      '.kind',
      '.metadata.name',
      '.spec.replicas',
      '.spec.selector.matchLabels.app',
      '.spec.template.metadata.labels.app',
      '.spec.template.spec.containers[name="web"].name',
      '.spec.template.spec.containers[name="web"].image',
      MEMORY,
    ]);
    expect(fieldsOf(synced).get('.spec.replicas')).toEqual({
      path: '.spec.replicas',
      class: null,
      moved: null,
      git: 3,
      live: 3,
      owner: {
        manager: 'kubectl',
        operation: 'Apply',
        subresource: null,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
      source: {
        file: 'web.yaml',
        line: 6,
        commit: second,
        author: 'Grace',
        time: expect.any(String),
        uncommitted: false,
      },
      fate: null,
      because: null,
      ignoredBy: null,
    });
    await kubectl('set', 'resources', 'deployment/web', '--limits=memory=1Gi');
    await kubectl('annotate', 'deployment/web', 'note=by-hand');
    const changed = await blame('deployment/web', '-o', 'json');
    expect(changed.code).toBe(1);
    expect((await blame('deployment/web', '--exit-zero')).code).toBe(0);
    expect(changed.json()).toMatchObject({
      apiVersion: 'kubectl-gitops/v1',
      kind: 'BlameReport',
      server: expect.stringMatching(/^v1\./),
      repository: { revision: second, branch: 'main', dirty: false },
      summary: { objects: 1, inSync: 0, unknown: 0, fields: 9, differing: 1, uncommitted: 0, onlyLive: 1 },
      objects: [
        { kind: 'Deployment', name: 'web', status: 'drifted', source: { file: 'web.yaml', line: 1 } },
      ],
      warnings: [],
    });
    const fields = fieldsOf(changed);
    expect(fields.get(MEMORY)).toMatchObject({
      class: 'changed',
      moved: 'live',
      git: '256Mi',
      live: '1Gi',
      owner: { manager: 'kubectl-set' },
      source: { line: 16, commit: first, author: 'Ada' },
    });
    expect([...fields.keys()].at(-1)).toBe('.metadata.annotations.note');
    const note = fields.get('.metadata.annotations.note');
    expect(note).toMatchObject({ class: 'extra', live: 'by-hand', source: null });
    expect(note).not.toHaveProperty('git');
    const text = await blame('./web.yaml');
    expect(text.stdout).toMatch(
      /^ {2}\w{7} {2}Ada {2}[\d-]{10} {2}web\.yaml:16 {2}\S+memory {2}256Mi {2}live 1Gi {2}kubectl-set {2}[\d-]{10} [\d:]{5} UTC$/m,
    );
  });

  it('says which lines are not committed, in a changed file and in a new one, and blames a commit when asked', async () => {
    const { repo, kubectl, blame } = await blameWorld({ 'web.yaml': deployment });
    await kubectl('apply', '--server-side', '-f', 'web.yaml');
    repo.write({
      'web.yaml': deployment.replace('replicas: 2', 'replicas: 4'),
      'new.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\n',
    });
    const replicas = (outcome: Outcome) => fieldsOf(outcome).get('.spec.replicas');
    const edited = await blame('deployment/web', '-o', 'json');
    expect(replicas(edited)).toMatchObject({
      git: 4,
      live: 2,
      source: { line: 6, commit: null, author: null, uncommitted: true },
    });
    expect(fieldsOf(edited).get(MEMORY)).toMatchObject({ source: { author: 'Ada', uncommitted: false } });
    const made = await blame('configmap/new');
    expect(made.stdout).toContain('  not committed  -  -  new.yaml:2  .kind  ConfigMap\n');
    expect(made.stdout).toContain('not in the cluster');
    const committed = await blame('deployment/web', '--revision', 'HEAD', '-o', 'json');
    expect(committed.code).toBe(0);
    expect(replicas(committed)).toMatchObject({ git: 2, source: { author: 'Ada', uncommitted: false } });
  });

  it('never prints a value of a Secret, and shows which are equal', async () => {
    const { kubectl, blame } = await blameWorld({ 'db.yaml': secret });
    await kubectl('apply', '--server-side', '-f', 'db.yaml');
    await kubectl('patch', 'secret/db', '-p', '{"stringData":{"url":"swordfish","copy":"ada-l"}}');
    for (const form of ['text', 'json']) {
      const { stdout, stderr } = await blame('secret/db', '-o', form);
      for (const value of ['hunter2', 'ada-l', 'swordfish'])
        for (const told of [value, Buffer.from(value).toString('base64')])
          expect(`${stdout}${stderr}`).not.toContain(told);
    }
    const fields = fieldsOf(await blame('secret/db', '-o', 'json'));
    const of = (path: string) => fields.get(path);
    expect(of('.data.url')).toMatchObject({ class: 'changed', source: { file: 'db.yaml', line: 5 } });
    expect(of('.data.url')?.git).not.toBe(of('.data.url')?.live);
    expect(of('.data.user')).toMatchObject({ class: null, git: of('.data.user')?.live });
    expect(of('.data.copy')).toMatchObject({ class: 'extra', live: of('.data.user')?.git });
    expect(String(of('.data.copy')?.live)).toMatch(/^\*\*\*\d$/);
  });
});
