import type { Refusals, Results } from './types.ts';

export const encodings: Results = [
  [
    '{{ .obj.c | toJson }} {{ .obj | toJson }} {{ .html | toJson }} {{ .html | toRawJson }} {{ toPrettyJson .obj }}',
    '{"d":"deep"} {"a":1,"b":"2","c":{"d":"deep"}} "\\u003ca href=\\"x\\"\\u003e\\u0026\'" "<a href=\\"x\\">&\'" {\n  "a": 1,\n  "b": "2",\n  "c": {\n    "d": "deep"\n  }\n}',
  ],
  [
    '{{ toYaml .obj }}|{{ toYaml .list }}|{{ toYaml .name }}|{{ toYaml .text }}|{{ toYaml .n }}',
    'a: 1\nb: "2"\nc:\n  d: deep|- b\n- a\n- c|web||\n  line1\n  line2|3',
  ],
  [
    '{{ toYaml .mixed }}|{{ toYaml .nil }}|{{ toYaml .missing }}|{{ toYaml (dict) }}|{{ toYaml (list) }}|{{ toYaml .values }}',
    '- x\n- 1\n- null\n- true|null|null|{}|[]|x: vx\n"y": ""',
  ],
  [
    '{{ toYaml (dict "a" (list 1 (list 2 3) (dict "x" 1 "y" (list (dict "z" nil)))) "b" .text "c" "true" "d" "1" "e" "a: b" "f" " x" "g" "" "h" "#c" "i" "2001-01-01" "j" "1:30" "k" "x\\ty" "l" "é✓" "m" "0x1f" "n" "a\\n b\\n\\n" "o" "\\n" "p" "- a" "q" "\'" "r" "~" "s" "1e3" "t" "1_000" "u" "@x" "v" "a #b" "w" "a \\nb" "x" "x:" "y" ":x" "z" "-") }}',
    'a:\n- 1\n- - 2\n  - 3\n- x: 1\n  "y":\n  - z: null\nb: |\n  line1\n  line2\nc: "true"\nd: "1"\ne: \'a: b\'\nf: \' x\'\ng: ""\nh: \'#c\'\ni: "2001-01-01"\nj: "1:30"\nk: "x\\ty"\nl: é✓\nm: "0x1f"\n"n": |+\n  a\n   b\n\no: |2+\n\np: \'- a\'\nq: \'\'\'\'\nr: "~"\ns: "1e3"\nt: "1_000"\nu: \'@x\'\nv: \'a #b\'\nw: "a \\nb"\nx: \'x:\'\n"y": :x\nz: \'-\'',
  ],
  [
    '{{ toYaml .big }} {{ toYaml .f }} {{ toYaml 1e21 }} {{ toYaml 1e20 }} {{ toYaml 1234567.5 }}',
    '1234567 1.5 1e+21 1e+20 1.2345675e+06',
  ],
  [
    '{{ fromYaml "a: 1\\nb: [x, y]" }} {{ fromYamlArray "- 1\\n- a" }} {{ (fromYaml "a: {b: yes}").a.b }}',
    'map[a:1 b:[x true]] [1 a] true',
  ],
  ['{{ fromYaml "" }} {{ fromYamlArray "" }}', 'map[] []'],
  [
    '{{ normalize "Foo_Bar/Baz.-" }} {{ slugify "Foo_Bar/Baz Qux" }} {{ slugify 10 "a-long-name-here" }} {{ slugify 10 false "a-long-name-here" }} {{ slugify }} {{ slugify 5 true "abcdefghij" }}',
    'foo-bar-baz foo-bar-baz-qux a-long a-long-nam  abcde',
  ],
  [
    '{{ b64enc .uni }} {{ b64dec "aMOp" }} {{ sha256sum "a" }} {{ sha1sum "a" }} {{ sha512sum "a" }} {{ adler32sum "abc" }}',
    'aMOpbGxvIHfDtnJsZCDinJM= hé ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75 38600999',
  ],
  ['{{ list .missing .nil | len }} {{ list .missing | toJson }}', '2 [null]'],
];

/** What Go refuses, too. */
export const encodingsRefused: Refusals = [
  [
    '{{ fromJson "{\\"a\\":[1,2]}" }} {{ (fromJson "{\\"a\\":1}").a }} {{ fromJson "nope" }} {{ mustFromJson "nope" }}',
    'the text is no JSON, in a call of mustFromJson',
  ],
  ['{{ fromYaml "- a" }}', 'the text is not YAML of a map, in a call of fromYaml'],
  ['{{ fromYamlArray "a: b" }}', 'the text is not YAML of a list, in a call of fromYamlArray'],
  ['{{ slugify "x" "y" }}', 'the length is string, not an int, in a call of slugify'],
];
