import { describe, expect, it } from 'vitest';
import { isOneOf, sameRepository } from '../../../src/discover/repository-url.ts';

const SAME: readonly (readonly [string, string])[] = [
  ['https://github.com/acme/deploy', 'https://github.com/acme/deploy.git'],
  ['https://github.com/acme/deploy', 'https://github.com/acme/deploy/'],
  ['https://github.com/acme/deploy', 'git@github.com:acme/deploy.git'],
  ['https://github.com/acme/deploy', 'github.com:acme/deploy'],
  ['https://github.com/Acme/Deploy', 'ssh://git@GitHub.com/acme/deploy.git'],
  ['ssh://git@github.com:22/acme/deploy', 'git@github.com:acme/deploy'],
  ['ssh://git@ssh.github.com:443/acme/deploy.git', 'https://github.com/acme/deploy'],
  ['https://github.com:443/acme/deploy', 'https://github.com/acme/deploy'],
  ['https://ada:secret@github.com/acme/deploy', 'https://github.com/acme/deploy'],
  ['https://git.acme.io:8443/deploy', 'ssh://git@git.acme.io:2222/deploy'],
  ['https://git.acme.io/scm/ops/deploy.git', 'ssh://git@git.acme.io:7999/ops/deploy.git'],
  ['https://acme@dev.azure.com/acme/ops/_git/deploy', 'git@ssh.dev.azure.com:v3/acme/ops/deploy'],
  ['https://git.acme.io/a%20b', 'git@git.acme.io:a b'],
  ['git@[::1]:deploy.git', 'ssh://git@[::1]/deploy'],
  ['file:///srv/git/deploy.git', '/srv/git/deploy'],
  ['/srv/git/deploy', '/srv/git/deploy/'],
];
const DIFFERENT: readonly (readonly [string, string])[] = [
  ['https://github.com/acme/deploy', 'https://gitlab.com/acme/deploy'],
  ['https://github.com/acme/deploy', 'https://github.com/acme/deploy2'],
  ['https://github.com/acme/deploy', 'https://github.com/deploy'],
  ['https://git.acme.io:8443/deploy', 'https://git.acme.io:9443/deploy'],
  ['http://127.0.0.1/deploy', 'https://127.0.0.1/deploy'],
  ['/srv/git/Deploy', '/srv/git/deploy'],
  ['file:///srv/git/deploy', 'https://srv/git/deploy'],
  ['https://github.com/acme/deploy', 'deploy'],
  ['https://github.com/acme/deploy', ''],
];

describe('URLs of one repository', () => {
  for (const [one, other] of SAME) {
    it(`${one} is ${other}`, () => {
      expect([sameRepository(one, other), sameRepository(other, one)]).toEqual([true, true]);
    });
  }
  for (const [one, other] of DIFFERENT) {
    it(`${one} is not ${other === '' ? 'nothing' : other}`, () => {
      expect([sameRepository(one, other), sameRepository(other, one)]).toEqual([false, false]);
    });
  }

  it('is looked for among all of a repository', () => {
    const isThis = isOneOf(['git@github.com:ada/deploy.git', 'git@github.com:acme/deploy.git']);
    expect(isThis('https://github.com/acme/deploy')).toBe(true);
    expect(isThis('https://github.com/bob/deploy')).toBe(false);
  });
});
