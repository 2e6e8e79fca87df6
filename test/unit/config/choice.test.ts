import { describe, expect, test } from 'vitest';
import { chooseEnvironment, contextFor, needsClusterId } from '../../../src/config/choice.ts';
import type { Asked } from '../../../src/config/clusters.ts';
import type { Environment } from '../../../src/config/types.ts';

const prod: Environment = {
  name: 'prod',
  contexts: ['prod-eu', 'prod-us'],
  branches: [],
  apps: [app('web/prod')],
};
const dev: Environment = {
  name: 'dev',
  contexts: ['kind-dev'],
  branches: [],
  apps: [app('web/dev'), app('db')],
};
const tdd: Environment = { name: 'tdd', contexts: ['kind-dev'], branches: [], apps: [app('web/tdd')] };
const byServer: Environment = {
  name: 'qa',
  contexts: [],
  server: 'https://QA.example.com:443/k8s/',
  branches: [],
  apps: [],
};
const byCluster: Environment = {
  name: 'stage',
  contexts: ['stage'],
  clusterId: 'uid-1',
  branches: [],
  apps: [],
};
const config = { environments: [prod, dev, byServer, byCluster] };

function app(root: string) {
  return { root };
}

function asked(parts: Partial<Asked>): Asked {
  return {
    env: undefined,
    context: 'nowhere',
    contextExplicit: false,
    server: undefined,
    clusterId: undefined,
    ...parts,
  };
}

describe('without --env', () => {
  test('the only environment of the context', () => {
    expect(chooseEnvironment(config, asked({ context: 'prod-us' }))).toBe(prod);
    expect(chooseEnvironment(config, asked({ context: 'kind-dev' }))).toBe(dev);
  });

  test('a context that no environment names is refused, with those that they name', () => {
    expect(() => chooseEnvironment(config, asked({ context: 'prod-ap' }))).toThrow(
      expect.objectContaining({
        code: 'NO_ENVIRONMENT',
        exitCode: 2,
        message: 'context prod-ap is no environment of .gitops.yaml',
        facts: [
          '  prod   context prod-eu or prod-us',
          '  dev    context kind-dev',
          '  qa     server https://QA.example.com:443/k8s/',
          '  stage  context stage, cluster uid-1',
        ],
        hint: 'choose one of these with --context NAME, or give the path of a root',
      }),
    );
    expect(() => chooseEnvironment(config, asked({ context: null }))).toThrow('context in use');
  });

  test('none of a file that names none', () => {
    expect(chooseEnvironment({ environments: [] }, asked({}))).toBeNull();
  });

  test('by the server, however its URL is written', () => {
    const server = 'https://qa.example.com/k8s';
    expect(chooseEnvironment(config, asked({ server }))).toBe(byServer);
  });

  test('not by the context alone where the cluster is known to be another', () => {
    const context = 'stage';
    expect(chooseEnvironment(config, asked({ context, clusterId: 'uid-1' }))).toBe(byCluster);
    expect(() => chooseEnvironment(config, asked({ context, clusterId: 'uid-2' }))).toThrow('context stage');
    expect(needsClusterId(config)).toBe(true);
    expect(needsClusterId({ environments: [prod] })).toBe(false);
  });

  test('this machine may call the context otherwise', () => {
    const overrides = new Map([['prod', 'my-prod']]);
    expect(chooseEnvironment(config, asked({ context: 'my-prod', overrides }))).toBe(prod);
    expect(() => chooseEnvironment(config, asked({ context: 'prod-eu', overrides }))).toThrow(
      expect.objectContaining({ facts: expect.arrayContaining(['  prod   context my-prod']) }),
    );
  });

  test('several are listed, never guessed between', () => {
    const several = { environments: [dev, tdd] };
    expect(() => chooseEnvironment(several, asked({ context: 'kind-dev' }))).toThrow(
      expect.objectContaining({
        code: 'AMBIGUOUS_ENVIRONMENT',
        exitCode: 2,
        facts: ['  dev  web/dev, db', '  tdd  web/tdd'],
        hint: 'name the one that is meant: --env dev',
      }),
    );
  });
});

describe('with --env', () => {
  test('that one', () => {
    const several = { environments: [dev, tdd] };
    expect(chooseEnvironment(several, asked({ env: 'tdd', context: 'kind-dev' }))).toBe(tdd);
  });

  test('an unknown name', () => {
    expect(() => chooseEnvironment(config, asked({ env: 'prodd' }))).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_ENVIRONMENT',
        facts: ['environments: prod, dev, qa, stage'],
        hint: 'write --env prod',
      }),
    );
  });

  test('contradicted by --context', () => {
    expect(() =>
      chooseEnvironment(config, asked({ env: 'dev', context: 'prod-eu', contextExplicit: true })),
    ).toThrow(
      expect.objectContaining({
        code: 'CONTEXT_CONTRADICTS',
        exitCode: 2,
        message: 'environment dev is context kind-dev, and --context says prod-eu',
        hint: 'write --env dev --context kind-dev',
      }),
    );
  });

  test('never on another cluster, should the caller not have switched to its context', () => {
    expect(() => chooseEnvironment(config, asked({ env: 'dev', context: 'prod-eu' }))).toThrow(
      'environment dev is context kind-dev, and the current context is prod-eu',
    );
  });
});

describe('the context to connect to', () => {
  const from = (env: string | undefined, context: string | null, contextExplicit = false) =>
    contextFor(config, { env, context, contextExplicit });

  test('is not decided without --env', () => expect(from(undefined, 'x')).toBeUndefined());
  test("is the environment's own, whatever is current", () =>
    expect(from('dev', 'prod-eu')).toBe('kind-dev'));
  test('is the current one of several', () => expect(from('prod', 'prod-us')).toBe('prod-us'));
  test('is left open by an environment that is known by its server', () =>
    expect(from('qa', 'x')).toBeUndefined());
  test('is what this machine calls it', () =>
    expect(
      contextFor(config, {
        env: 'dev',
        context: 'x',
        contextExplicit: false,
        overrides: new Map([['dev', 'mine']]),
      }),
    ).toBe('mine'));
  test('must be named where several are meant and none is current', () =>
    expect(() => from('prod', 'kind-dev')).toThrow('environment prod is in several contexts'));
  test('contradicted by --context', () =>
    expect(() => from('dev', 'prod-eu', true)).toThrow('environment dev is context kind-dev'));
});
