import type { AppSetCase } from './case.ts';

const go = 'goTemplate: true';

export const matrices: readonly AppSetCase[] = [
  {
    what: 'a matrix of two lists',
    generators:
      '- matrix: {generators: [{list: {elements: [{a: "1"}, {a: "2"}]}}, {list: {elements: [{b: x}, {b: z}]}}]}',
    name: '{{a}}{{b}}',
    makes: ['1x x', '1z x', '2x x', '2z x'],
  },
  {
    what: 'a matrix whose second generator uses the first',
    generators: `
      - matrix:
          generators:
            - git: {repoURL: REPO, revision: main, directories: [{path: envs/*}]}
            - git: {repoURL: REPO, revision: main, files: [{path: "{{path}}/config.json"}], pathParamPrefix: file}
    `,
    name: '{{env}}',
    path: '{{path}} {{file.path}} {{file.path.filename}}',
    makes: ['dev envs/dev envs/dev config.json', 'prod envs/prod envs/prod config.json'],
  },
  {
    what: 'a matrix whose second generator uses the first, with Go templates',
    generators: `
      - matrix:
          generators:
            - git: {repoURL: REPO, revision: main, files: [{path: "envs/*/config.json"}]}
            - list: {elementsYaml: "{{ .cluster.zones | toJson }}", elements: [{zone: "{{ .env }}-{{ .path.basename }}"}]}
    `,
    name: '{{ .env }}',
    more: go,
    fails: /elementsYaml: it is no list of maps/,
  },
  {
    what: 'a matrix over a list within a file, with Go templates',
    generators: `
      - matrix:
          generators:
            - list: {elements: [{app: web, zones: [{zone: a}, {zone: b}]}]}
            - list: {elements: [], elementsYaml: "{{ .zones | toJson }}"}
    `,
    name: '{{ .app }}-{{ .zone }}',
    path: '{{ .zones }}',
    more: go,
    makes: ['web-a [map[zone:a] map[zone:b]]', 'web-b [map[zone:a] map[zone:b]]'],
  },
  {
    what: 'a matrix in which both have the same key with the same value',
    generators: '- matrix: {generators: [{list: {elements: [{a: x}]}}, {list: {elements: [{a: x, b: z}]}}]}',
    name: '{{a}}{{b}}',
    makes: ['xz x'],
  },
  {
    what: 'a matrix in which both have the same key with different values',
    generators: '- matrix: {generators: [{list: {elements: [{a: x}]}}, {list: {elements: [{a: z, b: q}]}}]}',
    name: '{{a}}{{b}}',
    fails: /both generators have a, once as x and once as z/,
  },
  {
    what: 'a matrix with Go templates, in which the first generator wins',
    generators: `
      - matrix:
          generators:
            - list: {elements: [{a: x, m: {p: 1, l: [1]}, e: "", o: null, s: text}]}
            - list: {elements: [{a: z, m: {p: 2, q: 3, l: [2, 3]}, e: full, o: set, s: {deep: 1}}]}
    `,
    name: '{{ .a }}',
    path: '{{ .m }} {{ .e }}|{{ .o }} {{ .s }}',
    more: go,
    makes: ['x map[l:[1] p:1 q:3] |<no value> text'],
  },
  {
    what: 'a matrix of clusters and directories with Go templates',
    generators: `
      - matrix:
          generators:
            - git: {repoURL: REPO, revision: main, directories: [{path: apps/web}, {path: apps/api}], values: {from: git}}
            - clusters: {selector: {matchLabels: {tier: dev}}, values: {also: "{{ .path.basename }}"}}
    `,
    name: '{{ .path.basename }}-{{ .name }}',
    path: '{{ .values }} {{ .path.segments }}',
    more: go,
    makes: ['api-dev map[also:api from:git] [apps api]', 'web-dev map[also:web from:git] [apps web]'],
  },
  {
    what: 'a matrix of clusters by labels that come from the first generator',
    generators: `
      - matrix:
          generators:
            - list: {elements: [{tier: dev}, {tier: prod}, {tier: none}]}
            - clusters: {selector: {matchLabels: {tier: "{{tier}}"}}}
    `,
    name: '{{tier}}-{{nameNormalized}}',
    makes: ['dev-dev x', 'prod-prod-eu x'],
  },
  {
    what: 'a matrix with selectors on its generators and on itself',
    generators: `
      - matrix:
          generators:
            - {list: {elements: [{a: "1"}, {a: "2"}, {a: "3"}]}, selector: {matchExpressions: [{key: a, operator: NotIn, values: ["3"]}]}}
            - {list: {elements: [{b: x}, {b: z}]}, selector: {matchLabels: {b: z}}}
        selector: {matchLabels: {a: "2"}}
    `,
    name: '{{a}}{{b}}',
    makes: ['2z x'],
  },
  {
    what: 'a matrix in a matrix',
    generators: `
      - matrix:
          generators:
            - matrix: {generators: [{list: {elements: [{a: "1"}]}}, {list: {elements: [{b: "{{a}}b"}]}}]}
            - {list: {elements: [{c: "{{b}}c"}]}, selector: {matchLabels: {c: 1bc}}}
    `,
    name: '{{a}}-{{b}}-{{c}}',
    makes: ['1-1b-1bc x'],
  },
  {
    what: 'a matrix in the second place of a matrix',
    generators: `
      - matrix:
          generators:
            - list: {elements: [{a: "1"}]}
            - matrix: {generators: [{list: {elements: [{b: "{{a}}b"}]}}, {list: {elements: [{c: "{{a}}{{b}}"}]}}]}
    `,
    name: '{{a}}-{{b}}-{{c}}',
    makes: ['1-1b-11b x'],
  },
  {
    what: 'a matrix in a matrix in a matrix',
    generators: `
      - matrix:
          generators:
            - list: {elements: [{a: "1"}]}
            - matrix:
                generators:
                  - list: {elements: [{b: "2"}]}
                  - matrix: {generators: [{list: {elements: [{c: "3"}]}}, {list: {elements: [{d: "4"}]}}]}
    `,
    name: '{{a}}',
    fails:
      /generators\[0\]\.matrix\.generators\[1\]\.matrix\.generators\[1\]: it is no generator that may stand here/,
  },
  {
    what: 'a matrix of one',
    generators: '- matrix: {generators: [{list: {elements: [{a: "1"}]}}]}',
    name: '{{a}}',
    fails: /takes two generators, not 1/,
  },
  {
    what: 'a matrix of three',
    generators:
      '- matrix: {generators: [{list: {elements: []}}, {list: {elements: []}}, {list: {elements: []}}]}',
    name: '{{a}}',
    fails: /takes two generators, not 3/,
  },
  {
    what: 'a matrix of an entry with two generators',
    generators:
      '- matrix: {generators: [{list: {elements: [{a: "1"}]}, clusters: {}}, {list: {elements: [{b: "1"}]}}]}',
    name: '{{a}}',
    fails: /more than one generator, list and clusters/,
  },
  {
    what: 'a matrix whose second generator asks for what the first lacks',
    generators:
      '- matrix: {generators: [{list: {elements: [{a: "1"}]}}, {list: {elements: [{b: "{{ .none }}"}]}}]}',
    name: '{{ .a }}',
    more: 'goTemplate: true\ngoTemplateOptions: [missingkey=error]',
    fails: /there is no none in \.none/,
  },
];
