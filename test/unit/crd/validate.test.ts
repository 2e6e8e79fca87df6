import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../../src/crd/definitions.ts';
import { validateCustom } from '../../../src/crd/validate.ts';
import { formatPath } from '../../../src/path.ts';
import { crdFixtures } from '../../support/crds.ts';
import { indexed } from '../../support/indexed.ts';

describe.each(crdFixtures('example.com'))('a $name', ({ crd, cases }) => {
  const definition = definitionOf(crd);
  it.each(cases)('$name', async ({ object, before, refused }) => {
    if (definition === null) throw new Error('no definition');
    const { violations, unchecked } = await validateCustom(object, definition, before);
    expect(unchecked).toEqual([]);
    const first = violations[0];
    const at = first === undefined ? undefined : formatPath(indexed(first.path, object)).replace(/^\./, '');
    expect({ at: at === '' ? '<root>' : at, message: first?.message }).toEqual({
      at: refused,
      message: refused === undefined ? undefined : expect.any(String),
    });
  });
});
