import { readdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Limits, openStore } from '../../src/store.ts';
import { folder } from '../support/repository.ts';

const opened = (limits?: Limits) => {
  const base = folder();
  const store = openStore({ env: { XDG_CACHE_HOME: base } }, 'things', limits);
  return { store, dir: join(base, 'kubectl-gitops/things') };
};

test('a folder of the cache holds the newest files', () => {
  const { store, dir } = opened();
  for (let index = 0; index < 305; index++) {
    store.write(`k${index}`, index);
    utimesSync(join(dir, `k${index}.json`), 1000 + index, 1000 + index);
  }
  expect(readdirSync(dir)).toHaveLength(300);
  expect([store.read('k4'), store.read('k5'), store.read('k304')]).toEqual([undefined, 5, 304]);
});

test('a folder of the cache holds no more than a disk can spare', () => {
  const { store, dir } = opened();
  store.write('first', 1);
  for (const [name, time] of Object.entries({ older: 1000, newer: 2000 })) {
    writeFileSync(join(dir, `${name}.json`), '');
    truncateSync(join(dir, `${name}.json`), 200 * 1024 * 1024);
    utimesSync(join(dir, `${name}.json`), time, time);
  }
  store.write('last', 2);
  expect(readdirSync(dir).sort()).toEqual(['first.json', 'last.json', 'newer.json']);
});

test('a folder that may hold more keeps more, and makes room when it is full', () => {
  const { store, dir } = opened({ files: 400, bytes: 1024 * 1024 });
  for (let index = 0; index < 400; index++) store.write(`k${index}`, index);
  expect(readdirSync(dir)).toHaveLength(400);
  store.write('last', 1);
  expect(readdirSync(dir)).toHaveLength(300);
  expect(store.read('last')).toBe(1);
});
