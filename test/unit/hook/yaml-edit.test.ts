import { expect, test } from 'vitest';
import { withoutBlock } from '../../../src/hook/edits/block.ts';
import { lefthookWith, preCommitWith } from '../../../src/hook/edits/yaml-edit.ts';
import { parsePositioned } from '../../../src/source/positions.ts';

const value = (text: string | null) => parsePositioned(text ?? '').valueOf([]);

const LEFTHOOK = [
  ['', {}],
  ['# nothing yet\n', {}],
  ['pre-commit:\n  jobs:\n    - run: x', {}],
  ['pre-push:\n    commands:\n        # first\n        a: {run: x}   # a\n', {}],
  ['pre-push:\r\n  parallel: true\r\n  jobs:\r\n  - run: x\r\n', {}],
  ['pre-push:\n  # of scripts\n  scripts:\n    "a.sh": {runner: sh}\npre-commit: {}\n', {}],
] as const;

test.each(LEFTHOOK)('lefthook: added once, and taken back to the last byte: %j', (text) => {
  const edited = lefthookWith(text);
  expect(edited).not.toBeNull();
  expect(lefthookWith(edited ?? '')).toBe(edited);
  expect(withoutBlock(edited ?? '')).toBe(text);
});

test('lefthook: stands before the others, in the form that they have', () => {
  expect(
    lefthookWith('# ours\npre-push:\n    commands:\n        # first\n        a: {run: x}   # a\n'),
  ).toBe(`# ours
pre-push:
    commands:
        # first
        # >>> kubectl gitops hook >>>
        gitops:
          use_stdin: true
          run: |
            if [ "$GITOPS_HOOK" = off ]; then exit 0; fi
            if command -v kubectl-gitops > /dev/null; then exec kubectl-gitops hook pre-push '{1}' '{2}'; fi
            echo "kubectl-gitops is not installed, so nothing checks this push: npm install --global kubectl-gitops" >&2
            [ "$(git config --bool gitops.required)" != true ]
        # <<< kubectl gitops hook <<<
        a: {run: x}   # a
`);
  expect(value(lefthookWith('pre-push:\n  jobs:\n  - run: x\n'))).toMatchObject({
    'pre-push': { jobs: [{ name: 'gitops', use_stdin: true }, { run: 'x' }] },
  });
  expect(value(lefthookWith('min_version: 2.0.0'))).toMatchObject({
    min_version: '2.0.0',
    'pre-push': { commands: { gitops: { use_stdin: true } } },
  });
});

test.each([
  'pre-push: {commands: {a: {run: x}}}\n',
  'pre-push:\n  commands: {a: {run: x}}\n',
  'a: &a\n  commands: {}\npre-push: *a\n',
  '{}\n',
  '- a\n',
  'a: b: c\n',
  'pre-push:\n  jobs: []\n',
])('lefthook: a layout to edit by hand is not touched: %j', (text) => {
  expect(lefthookWith(text)).toBeNull();
});

test.each([
  'repos:\n- repo: local\n  hooks: []\n',
  '# ours\ndefault_stages: [pre-push]\nrepos:\n    # first\n    -   repo: https://example.com/a  # a\n        rev: v1\n        hooks:\n        -   id: a\n# end',
  'repos:\r\n  - repo: meta\r\n    hooks: [{id: identity}]',
])('pre-commit: added once before the others, and taken back to the last byte: %j', (text) => {
  const edited = preCommitWith(text);
  expect(value(edited)).toMatchObject({
    repos: [
      {
        repo: 'local',
        hooks: [{ id: 'gitops', stages: ['pre-push'], always_run: true, pass_filenames: false }],
      },
      {},
    ],
  });
  expect(preCommitWith(edited ?? '')).toBe(edited);
  expect(withoutBlock(edited ?? '')).toBe(text);
  if (text.includes('\r\n')) expect(edited).not.toMatch(/[^\r]\n/);
});

test.each(['repos: []\n', 'repos: [{repo: meta, hooks: []}]\n', '', 'x: 1\n'])(
  'pre-commit: a layout to edit by hand is not touched: %j',
  (text) => {
    expect(preCommitWith(text)).toBeNull();
  },
);

test('names the line of a mark that has no end', () => {
  expect(() => withoutBlock('a\n# >>> kubectl gitops hook >>>\n')).toThrow(
    expect.objectContaining({ facts: ['  line 2: # >>> kubectl gitops hook >>>'] }),
  );
});
