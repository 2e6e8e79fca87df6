import { expect, test } from 'vitest';
import { JqError } from '../../../src/drift/ignore/ignore.ts';
import { jqPaths } from '../../../src/drift/ignore/jq.ts';

const jq = jqPaths();

test('gives the paths of an expression, one answer for each object', async () => {
  const objects = [{ a: [{ n: 'x' }, { n: 'y' }] }, { a: [] }, { b: 1 }];
  expect(await jq('.a[] | select(.n == "y")', objects)).toEqual([[['a', 1]], [], []]);
});

test('takes comments, several paths, and paths that do not exist', async () => {
  expect(await jq('.a, .b.c # why', [{ a: 1 }])).toEqual([[['a'], ['b', 'c']]]);
});

test('an object of another shape has none of the paths', async () => {
  expect(await jq('.spec.containers[].image', [{ spec: 'text' }, { spec: { containers: [{}] } }])).toEqual([
    [],
    [['spec', 'containers', 0, 'image']],
  ]);
});

test.each([
  ['.a | select(', /syntax error/],
  ['.a | nosuch', /nosuch\/0 is not defined/],
  ['"text"', /Invalid path expression/],
])('%s is refused', async (expression, reason) => {
  await expect(jq(expression, [{ a: 1 }])).rejects.toThrow(JqError);
  await expect(jq(expression, [{ a: 1 }])).rejects.toThrow(reason);
});

test('keeps answering after errors, and in order when asked at once', async () => {
  const answers = await Promise.all(['.a', '.b', '.c'].map((expression) => jq(expression, [{}])));
  expect(answers).toEqual([[[['a']]], [[['b']]], [[['c']]]]);
});

test('reads a large object in good time', async () => {
  const object = { data: { big: 'x'.repeat(1_000_000), other: 'é\n"\\' } };
  expect(await jqPaths(10_000)('.data.other', [object])).toEqual([[['data', 'other']]]);
});

test('ends an expression that does not end, once for all objects', async () => {
  const slow = jqPaths(300);
  const started = performance.now();
  const answers = await Promise.allSettled(
    [{}, {}, {}, {}].map((one) => slow('last(range(infinite))', [one])),
  );
  for (const answer of answers)
    expect(answer).toMatchObject({ reason: { message: 'it takes longer than 0.3 s' } });
  expect(performance.now() - started).toBeLessThan(1000);
});

test('survives more runs than fit on its stack', async () => {
  const expression = `.a${' '.repeat(20_000)}`;
  for (let run = 0; run < 60; run++) expect(await jq(expression, [{}])).toEqual([[['a']]]);
});
