import { expect, it } from 'vitest';
import { nanos, sameQuantity } from '../../../src/drift/quantity.ts';

it.each([
  ['1000m', '1'],
  ['1024Mi', '1Gi'],
  ['0.5', '500m'],
  ['1e3', '1k'],
  ['1E', '1000000000000000000'],
  ['.5Gi', '512Mi'],
  ['100n', '0.0000001'],
  ['-1', '-1000m'],
])('%s is %s', (a, b) => expect(sameQuantity(a, b)).toBe(true));

it.each([
  ['1', '1.001'],
  ['1Gi', '1G'],
  ['abc', 'abd'],
  ['', '0'],
  ['1 Gi', '1Gi'],
])('%s is not %s', (a, b) => expect(sameQuantity(a, b)).toBe(false));

it('rounds up below the nano, as the server does', () => expect(nanos('0.1n')).toBe(1n));
