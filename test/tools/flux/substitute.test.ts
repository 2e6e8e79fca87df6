import { expect, test } from 'vitest';
import { fluxSubstitutes } from '../../support/flux/oracle.ts';
import { EXPRESSIONS, STRICT, VARIABLES } from '../../unit/render/flux/expressions.ts';

test('what is expected of expressions is what Flux makes of them', async () => {
  const cases = [
    ...EXPRESSIONS.map(([text, expected]) => ({ text, expected, strict: false })),
    ...STRICT.map(([text, expected]) => ({ text, expected, strict: true })),
  ];
  const answers = await fluxSubstitutes(
    cases.map(({ text, strict }) => ({ text, variables: VARIABLES, strict })),
  );
  const theirs = answers.map((answer, index) => [
    cases[index]?.text,
    'result' in answer ? answer.result : null,
  ]);
  expect(theirs).toEqual(cases.map(({ text, expected }) => [text, expected]));
});
