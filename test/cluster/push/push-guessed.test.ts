import { describe, expect, it } from 'vitest';
import { pushing, webDeployment } from '../../support/pushing.ts';

describe('where no configuration says which cluster runs what', () => {
  it('a new root is not stopped for a namespace that only another cluster may have', async () => {
    const { repo, namespace, validate } = await pushing((ns) => ({
      'kustomization.yaml': 'resources: [web.yaml]\n',
      'web.yaml': webDeployment(ns),
    }));
    repo.commit({
      'web/kustomization.yaml': 'resources: [web.yaml]\n',
      'web/web.yaml': webDeployment(`${namespace}-later`),
    });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['warning NO_SUCH_NAMESPACE web/web.yaml:1']);
    expect(problems[0]?.hint).toContain('describe in .gitops.yaml which context does');
    expect(code).toBe(0);
  });

  it('the schema of this cluster still advises on what lives elsewhere', async () => {
    const { repo, namespace, cluster, validate } = await pushing((ns) => ({ 'web.yaml': webDeployment(ns) }));
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replicas: 4') });
    await validate();
    await cluster.run(['delete', 'deployment/web', '-n', namespace]);
    repo.commit({ 'web.yaml': webDeployment(namespace, '  replica: 4') });
    const { code, short, problems } = await validate();
    expect(short).toEqual(['warning UNREACHABLE', 'warning UNKNOWN_FIELD web.yaml:8']);
    expect(problems[0]?.message).toContain('nothing of this repository lives there');
    // its own cluster was not asked: that is no yes
    expect(code).toBe(6);
  });
});
