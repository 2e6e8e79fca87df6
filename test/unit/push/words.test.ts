import { describe, expect, it } from 'vitest';
import { withoutLongValues } from '../../../src/push/words.ts';

describe('what the server says', () => {
  it('is told without the page that it repeats before the reason', () => {
    const pod = JSON.stringify({
      containers: [{ name: 'a', args: ['}', '"', '\\'] }],
      volumes: null,
      more: 'x'.repeat(60),
    });
    expect(
      withoutLongValues(`Job "a" is invalid: spec.template: Invalid value: ${pod}: field is immutable`),
    ).toBe('Job "a" is invalid: spec.template: Invalid value: {…}: field is immutable');
  });

  it('keeps a value that is short, and one that does not end', () => {
    const short = 'spec.selector: Invalid value: {"matchLabels":{"app":"wob"}}: field is immutable';
    expect(withoutLongValues(short)).toBe(short);
    const cut = `spec.selector: Invalid value: {"matchLabels":${'x'.repeat(80)}`;
    expect(withoutLongValues(cut)).toBe(cut);
  });
});
