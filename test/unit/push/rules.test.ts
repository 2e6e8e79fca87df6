import { describe, expect, test } from 'vitest';
import type { ProblemCode, RuleAction } from '../../../src/config/settings.ts';
import { severityOf, verdictOf } from '../../../src/push/rules.ts';

const settings = (
  rules: Readonly<Partial<Record<ProblemCode, RuleAction>>> = {},
  unreachable: RuleAction = 'warn',
) => ({
  rules: new Map(Object.entries(rules)) as ReadonlyMap<ProblemCode, RuleAction>,
  unreachable,
});
const deployed = { deploys: true, mode: null } as const;

describe('how severe a problem is', () => {
  test.each<readonly [ProblemCode, 'error' | 'warning']>([
    ['SERVER_REJECTED', 'error'],
    ['OVERWRITES_LIVE', 'error'],
    ['PLAINTEXT_SECRET', 'error'],
    ['DELETES_OBJECT', 'warning'],
    ['FORBIDDEN', 'warning'],
    ['UNREACHABLE', 'warning'],
  ])('%s: %s, unless configured', (code, severity) => {
    expect(severityOf(code, settings(), deployed)).toBe(severity);
  });

  test('a rule decides', () => {
    expect(severityOf('SERVER_REJECTED', settings({ SERVER_REJECTED: 'warn' }), deployed)).toBe('warning');
    expect(severityOf('DELETES_OBJECT', settings({ DELETES_OBJECT: 'block' }), deployed)).toBe('error');
    expect(severityOf('DEPRECATED_API', settings({ DEPRECATED_API: 'off' }), deployed)).toBeNull();
  });

  test('unreachable decides about what was not checked, and a rule about it', () => {
    expect(severityOf('TIMEOUT', settings({}, 'block'), deployed)).toBe('error');
    expect(severityOf('UNREACHABLE', settings({}, 'off'), deployed)).toBeNull();
    expect(severityOf('UNREACHABLE', settings({ UNREACHABLE: 'warn' }, 'block'), deployed)).toBe('warning');
  });

  test('a ref that nothing deploys from is advised, save for what others can read there', () => {
    const idle = { deploys: false, mode: null } as const;
    expect(severityOf('SERVER_REJECTED', settings({ SERVER_REJECTED: 'block' }), idle)).toBe('warning');
    expect(severityOf('PLAINTEXT_SECRET', settings(), idle)).toBe('error');
  });

  test('who pushes with warn is stopped by nothing', () => {
    expect(severityOf('PLAINTEXT_SECRET', settings(), { deploys: true, mode: 'warn' })).toBe('warning');
  });
});

test('the worst problem is the verdict', () => {
  expect(verdictOf([])).toBe('allow');
  expect(verdictOf([{ severity: 'info' }])).toBe('allow');
  expect(verdictOf([{ severity: 'info' }, { severity: 'warning' }])).toBe('warn');
  expect(verdictOf([{ severity: 'warning' }, { severity: 'error' }])).toBe('block');
});
