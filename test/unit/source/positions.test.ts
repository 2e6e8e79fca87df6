import { describe, expect, test } from 'vitest';
import type { Path } from '../../../src/path.ts';
import { parseYaml } from '../../../src/source/bulk.ts';
import { locateInDocument, parsePositioned, syntaxError, toYaml } from '../../../src/source/positions.ts';
import { hostile, inSpec, maps, scalars } from './kubectl-yaml.ts';

describe('a document is read as the fast parser reads it', () => {
  const bodies = [
    ...scalars.map(([text]) => `v: ${text}`),
    ...maps.filter(([, value]) => value).map(([text]) => text),
  ];
  test.each(bodies)('%j', (body) => {
    const text = inSpec(body);
    expect(parsePositioned(text).valueOf([])).toStrictEqual(parseYaml(text, 'f'));
  });
});

const web = `# The shop.
apiVersion: apps/v1
metadata:
  finalizers: [a, b]
  labels: &labels
    app: web
    "tier": front
spec:
  selector:
    matchLabels: *labels
  template: &template
    containers:
      # first
      - name: web
        image: shop/web:1
        args:
          - -v
          - --port=80
      - image: shop/log:1
        name: log
    dnsPolicy: None
  ports:
    - {port: 53, protocol: UDP, name: dns-udp}
    - port: 53
      name: dns-tcp
    - port: 80
  other:
    <<: *template
    restart: on
`;
const container = (name: string) => ['spec', 'template', 'containers', { keys: { name } }] as const;

describe('a field is found at the line of its key', () => {
  test.each<readonly [string, Path, number | null]>([
    ['the document', [], 2],
    ['a plain field', ['metadata', 'labels', 'app'], 6],
    ['a quoted key', ['metadata', 'labels', 'tier'], 7],
    ['a map', ['spec', 'template'], 11],
    ['a list-map item', container('log'), 19],
    ['a field of an item', [...container('web'), 'image'], 15],
    ['an item by index', [...container('web'), 'args', 1], 18],
    ['a set item', ['metadata', 'finalizers', { value: 'b' }], 4],
    ['an item by two keys', ['spec', 'ports', { keys: { port: 53, protocol: 'UDP' } }], 23],
    ['an item by a key that is defaulted', ['spec', 'ports', { keys: { port: 53, protocol: 'TCP' } }], 24],
    ['another such item', ['spec', 'ports', { keys: { port: 80, protocol: 'TCP' } }], 26],
    ['no item: its default is another', ['spec', 'ports', { keys: { port: 80, protocol: 'UDP' } }], null],
    ['what an alias brings', ['spec', 'selector', 'matchLabels', 'app'], 6],
    ['the alias itself', ['spec', 'selector', 'matchLabels'], 10],
    ['what a merge brings', ['spec', 'other', 'dnsPolicy'], 21],
    ['an item that a merge brings', ['spec', 'other', 'containers', { keys: { name: 'web' } }, 'image'], 15],
    ['a key beside a merge', ['spec', 'other', 'restart'], 29],
    ['a field that is not there', ['metadata', 'labels', 'team'], null],
    ['a field below a scalar', ['metadata', 'labels', 'app', 'x'], null],
    ['an item that is not there', [...container('web'), 'args', 7], null],
  ])('%s', (_, path, line) => {
    expect(locateInDocument(web, path, null)).toBe(line);
  });

  test('in an item of a List', () => {
    const list = 'kind: List\nitems:\n- kind: A\n- kind: B\n  spec:\n    a: 1\n';
    expect(locateInDocument(list, ['spec', 'a'], 1)).toBe(6);
    expect(locateInDocument(list, [], 1)).toBe(4);
  });

  test('in JSON', () => {
    expect(locateInDocument('{\n\t"spec": {\n\t\t"a": [1,\n\t\t2]\n\t}\n}\n', ['spec', 'a', 1], null)).toBe(
      4,
    );
  });

  test('with CRLF', () => {
    expect(locateInDocument('a: 1\r\nb:\r\n  c: 1\r\n', ['b', 'c'], null)).toBe(3);
  });

  test('a key that resolves', () => {
    expect(locateInDocument('a: 1\non: 2\n', ['true'], null)).toBe(2);
  });
});

test('a value is found where it is written', () => {
  const text = 'a: {b: "x y" , c: 1_000}  # d\ne:\n';
  const cut = (path: Path) => {
    const range = parsePositioned(text).rangeOf(path);
    return range && text.slice(...range);
  };
  expect([cut(['a', 'b']), cut(['a', 'c']), cut(['e']), cut(['x'])]).toEqual(['"x y"', '1_000', null, null]);
});

test('a syntax error is told with a caret', () => {
  expect(syntaxError('a: 1\n b: 2\n')).toMatch(/line 1, column 4:[\s\S]*\^/);
  expect(syntaxError('a: 1\n')).toBeNull();
});

describe('what is written is read back', () => {
  test.each(hostile)('%j', (text) => {
    const value = { value: text, [text]: [text, { [text]: text }] };
    expect(parseYaml(toYaml(value), 'f')).toStrictEqual(value);
  });

  test('in block style, without anchors', () => {
    const shared = { a: 1 };
    expect(toYaml({ x: shared, z: [shared], long: 'word '.repeat(40).trim() })).toBe(
      `x:\n  a: 1\nz:\n  - a: 1\nlong: ${'word '.repeat(40).trim()}\n`,
    );
  });
});
