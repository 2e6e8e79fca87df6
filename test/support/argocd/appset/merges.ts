import type { AppSetCase } from './case.ts';

const go = 'goTemplate: true';

const base = '{list: {elements: [{k: "1", a: base, v: {x: "1", w: "1"}}, {k: "2", a: base}]}}';

export const merges: readonly AppSetCase[] = [
  {
    what: 'a merge, in which later generators win',
    generators: `
      - merge:
          mergeKeys: [k]
          generators:
            - list: {elements: [{k: "1", a: base, b: base}, {k: "2", a: base, b: base}]}
            - list: {elements: [{k: "1", a: second, c: second}, {k: "3", a: lost}]}
            - list: {elements: [{k: "1", c: third}, {k: "2", b: third}]}
    `,
    name: '{{k}}',
    path: '{{a}} {{b}} {{c}}',
    makes: ['1 second base third', '2 base third {{c}}'],
  },
  {
    what: 'a merge by several keys, one of them a value',
    generators: `
      - merge:
          mergeKeys: [k, values.env]
          generators:
            - list: {elements: [{k: "1", values: {env: a}}, {k: "1", values: {env: b}}]}
            - list: {elements: [{k: "1", values: {env: b, more: c}}]}
    `,
    name: '{{k}}-{{values.env}}',
    path: '{{values.more}}',
    makes: ['1-a {{values.more}}', '1-b c'],
  },
  {
    what: 'a merge of clusters and a list',
    generators: `
      - merge:
          mergeKeys: [server]
          generators:
            - clusters: {values: {size: small}}
            - clusters: {selector: {matchLabels: {tier: prod}}, values: {size: big}}
            - list: {elements: [{server: "https://dev.example.com", values: {extra: "yes"}}]}
    `,
    name: '{{nameNormalized}}',
    path: '{{values.size}} {{values.extra}}',
    makes: ['dev small yes', 'in-cluster small {{values.extra}}', 'prod-eu big {{values.extra}}'],
  },
  {
    what: 'a merge with Go templates, map by map',
    generators: `
      - merge:
          mergeKeys: [k]
          generators:
            - ${base}
            - list: {elements: [{k: "1", v: {x: "2", z: ""}}, {k: "2", a: ""}]}
    `,
    name: '{{ .k }}',
    path: '{{ .a }}|{{ .v }}',
    more: go,
    makes: ['1 base|map[w:1 x:2 z:]', '2 |<no value>'],
  },
  {
    what: 'a merge by a nested key, which with Go templates is none',
    generators: `
      - merge:
          mergeKeys: [v.x]
          generators:
            - ${base}
            - list: {elements: [{v: {x: "1"}, a: other}]}
    `,
    name: '{{ .k }}',
    more: go,
    fails: /two sets of parameters have the same merge keys, \{"v\.x":null\}/,
  },
  {
    what: 'a merge of values of different generators with Go templates',
    generators: `
      - merge:
          mergeKeys: [k]
          generators:
            - list: {elements: [{k: apps/web, values: {a: list}}]}
            - git: {repoURL: REPO, revision: main, directories: [{path: apps/web}], values: {b: git}}
    `,
    name: 'x',
    path: '{{ .values }} {{ .path }}',
    more: go,
    makes: ['x map[a:list] <no value>'],
  },
  {
    what: 'a merge whose base has a key twice',
    generators:
      '- merge: {mergeKeys: [k], generators: [{list: {elements: [{k: "1"}, {k: "1"}]}}, {list: {elements: []}}]}',
    name: '{{k}}',
    fails: /the same merge keys, \{"k":"1"\}/,
  },
  {
    what: 'a merge without keys',
    generators:
      '- merge: {mergeKeys: [], generators: [{list: {elements: [{k: "1"}]}}, {list: {elements: []}}]}',
    name: '{{k}}',
    fails: /at least one key in mergeKeys/,
  },
  {
    what: 'a merge of one',
    generators: '- merge: {mergeKeys: [k], generators: [{list: {elements: [{k: "1"}]}}]}',
    name: '{{k}}',
    fails: /two generators or more/,
  },
  {
    what: 'a matrix in a merge, and a merge in a matrix',
    generators: `
      - merge:
          mergeKeys: [a, b]
          generators:
            - matrix: {generators: [{list: {elements: [{a: "1"}, {a: "2"}]}}, {list: {elements: [{b: x}]}}]}
            - list: {elements: [{a: "2", b: x, c: more}]}
      - matrix:
          generators:
            - merge: {mergeKeys: [a], generators: [{list: {elements: [{a: "3"}]}}, {list: {elements: [{a: "3", c: three}]}}]}
            - list: {elements: [{b: "z"}]}
    `,
    name: '{{a}}{{b}}',
    path: '{{c}}',
    makes: ['1x {{c}}', '2x more', '3z three'],
  },
  {
    what: 'a merge of numbers without Go templates',
    generators: `
      - merge:
          mergeKeys: [num]
          generators:
            - list: {elements: [], elementsYaml: "[{num: 1, a: {b: c}}]"}
            - list: {elements: [], elementsYaml: "[{num: 1, d: 1000000}]"}
    `,
    name: '{{num}}',
    path: '{{a}} {{d}}',
    makes: ['1 map[b:c] 1e+06'],
  },
];
