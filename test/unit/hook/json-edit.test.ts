import { expect, test } from 'vitest';
import { isInJson, jsonWith, jsonWithout } from '../../../src/hook/edits/json-edit.ts';
import { AROUND_OTHER, ONE_LINE } from '../../../src/hook/edits/lines.ts';

const HOOKS = ['simple-git-hooks'];
const [BEFORE, BEHIND] = AROUND_OTHER;

test.each([
  '{"simple-git-hooks": {}}',
  '{\n  "simple-git-hooks": {\n  }\n}\n',
  '{\r\n\t"simple-git-hooks": {\r\n\t\t"pre-commit": "npx x"\r\n\t},\r\n\t"name": "a"\r\n}',
  '{"simple-git-hooks":{"pre-commit":"a","commit-msg":"b"}}',
  '{"simple-git-hooks": {"pre-push": "a \\u0026\\u0026 \\"b\\" \\/c"}}',
])('its line is added once, and every byte comes back: %j', (text) => {
  const edited = jsonWith(text, HOOKS) ?? '';
  const line = JSON.parse(text)['simple-git-hooks']['pre-push'];
  const wanted = line === undefined ? ONE_LINE : `${BEFORE}${line}${BEHIND}`;
  expect(JSON.parse(edited)['simple-git-hooks']['pre-push']).toBe(wanted);
  expect({ ...JSON.parse(edited)['simple-git-hooks'], 'pre-push': line }).toEqual(
    JSON.parse(text)['simple-git-hooks'],
  );
  expect(jsonWith(edited, HOOKS)).toBe(edited);
  expect(isInJson(edited, HOOKS)).toBe(true);
  expect(jsonWithout(edited, HOOKS)).toBe(text);
});

test('a line that somebody has moved is taken out with the comma before it', () => {
  const text = `{"simple-git-hooks": {"a": "b", "pre-push": ${JSON.stringify(ONE_LINE)}}}`;
  expect(jsonWithout(text, HOOKS)).toBe('{"simple-git-hooks": {"a": "b"}}');
});

test.each(['{}', '{"simple-git-hooks": "file.json"}', '{"simple-git-hooks": {"pre-push": 1}}', '{'])(
  'what has no place for it is not touched: %j',
  (text) => {
    expect(jsonWith(text, HOOKS)).toBeNull();
    expect(jsonWithout(text, HOOKS)).toBe(text);
  },
);
