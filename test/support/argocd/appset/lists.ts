import type { AppSetCase } from './case.ts';

export const lists: readonly AppSetCase[] = [
  {
    what: 'elements',
    generators: '- list: {elements: [{env: dev}, {env: prod}]}',
    name: 'shop-{{env}}',
    path: 'envs/{{ env }}',
    makes: ['shop-dev envs/dev', 'shop-prod envs/prod'],
  },
  {
    what: 'values of elements',
    generators: '- list: {elements: [{env: dev, values: {a: "1", b.c: "2"}}]}',
    name: '{{env}}',
    path: '{{values.a}}-{{values.b.c}}',
    makes: ['dev 1-2'],
  },
  {
    what: 'a number where a text belongs',
    generators: '- list: {elements: [{env: dev}, {env: 3}]}',
    name: '{{env}}',
    fails: /generators\[0\]\.list\.elements\[1\]\.env: it is no string; quote it or set goTemplate/,
  },
  {
    what: 'values that are no map',
    generators: '- list: {elements: [{env: dev, values: a}]}',
    name: '{{env}}',
    fails: /values: it is no map/,
  },
  {
    what: 'numbers and maps with Go templates',
    generators: '- list: {elements: [{env: dev, num: 3, deep: {list: [1, a]}}]}',
    name: '{{.env}}',
    path: '{{add .num 1}}-{{index .deep.list 1}}-{{.deep}}',
    more: 'goTemplate: true',
    makes: ['dev 4-a-map[list:[1 a]]'],
  },
  {
    what: 'elementsYaml',
    generators: '- list: {elements: [{env: a}], elementsYaml: "- env: b\\n  num: 1\\n- env: c\\n"}',
    name: '{{env}}',
    path: '{{num}}',
    makes: ['a {{num}}', 'b {{num}}', 'c {{num}}'],
  },
  {
    what: 'elementsYaml that is no list',
    generators: '- list: {elementsYaml: "env: b"}',
    name: '{{env}}',
    fails: /elementsYaml: it is no list of maps/,
  },
  {
    what: 'elementsYaml that is no YAML',
    generators: '- list: {elementsYaml: "- [a"}',
    name: '{{env}}',
    fails: /elementsYaml/,
  },
  { what: 'no elements', generators: '- list: {elements: []}', name: 'x', makes: [] },
  {
    what: 'an element without parameters',
    generators: '- list: {elements: [{}]}',
    name: 'x-{{y}}',
    makes: ['x-{{y}} x'],
  },
  {
    what: 'several generators',
    generators: '[{list: {elements: [{env: a}]}}, {list: {elements: [{env: b}]}}]',
    name: '{{env}}',
    makes: ['a x', 'b x'],
  },
  {
    what: 'two kinds in one entry',
    generators: '- {list: {elements: [{name: a}]}, clusters: {selector: {matchLabels: {tier: dev}}}}',
    name: '{{name}}',
    makes: ['a x', 'dev x'],
  },
  {
    what: 'a selector',
    generators: '- {list: {elements: [{env: dev}, {env: prod}]}, selector: {matchLabels: {env: prod}}}',
    name: '{{env}}',
    makes: ['prod x'],
  },
  {
    what: 'an empty selector',
    generators: '- {list: {elements: [{env: dev}]}, selector: {}}',
    name: '{{env}}',
    makes: ['dev x'],
  },
  {
    what: 'expressions of a selector',
    generators: `
      - list: {elements: [{env: dev, url: "https://a/b"}, {env: prod}, {env: test, hidden: ""}]}
        selector:
          matchExpressions:
            - {key: env, operator: NotIn, values: [prod]}
            - {key: url, operator: In, values: ["https://a/b"]}
            - {key: hidden, operator: DoesNotExist}
    `,
    name: '{{env}}',
    makes: ['dev x'],
  },
  {
    what: 'a selector that asks whether a key is there',
    generators:
      '- {list: {elements: [{env: dev}, {env: b, hidden: ""}]}, selector: {matchExpressions: [{key: hidden, operator: Exists}]}}',
    name: '{{env}}',
    makes: ['b x'],
  },
  {
    what: 'a selector into maps, with Go templates',
    generators:
      '- {list: {elements: [{env: dev, a: {b: [{c: 1}]}}, {env: b}]}, selector: {matchLabels: {a.b.0.c: "1"}}}',
    name: '{{.env}}',
    more: 'goTemplate: true',
    makes: ['dev x'],
  },
  {
    what: 'a selector with an unknown operator',
    generators:
      '- {list: {elements: [{env: dev}]}, selector: {matchExpressions: [{key: env, operator: Gt, values: ["1"]}]}}',
    name: '{{env}}',
    fails: /selector.*operator "Gt"/,
  },
  {
    what: 'a selector without values',
    generators:
      '- {list: {elements: [{env: dev}]}, selector: {matchExpressions: [{key: env, operator: In, values: []}]}}',
    name: '{{env}}',
    fails: /no values for env/,
  },
  {
    what: 'a selector whose key is no label',
    generators: '- {list: {elements: [{env: dev}]}, selector: {matchLabels: {"a[0]": x}}}',
    name: '{{env}}',
    fails: /selector.*a\[0\]/,
  },
];
