import type { Refusals, Results } from './types.ts';

export const collections: Results = [
  [
    '{{ .list }} {{ .obj }} {{ .mixed }} {{ .nums }}',
    '[b a c] map[a:1 b:2 c:map[d:deep]] [x 1 <nil> true] [3 1 2]',
  ],
  ['{{ hasKey .obj "a" }} {{ hasKey .obj "zz" }}', 'true false'],
  ['{{ len .list }} {{ len .uni }} {{ len .obj }}', '3 17 3'],
  ['{{ slice .list 1 2 }} {{ slice .list 1 }}', '[a] [a c]'],
  ['{{ print 1 2 "a" "b" 3 }}|{{ println "a" 1 }}|{{ print .nil .list }}', '1 2ab3|a 1\n|<nil> [b a c]'],
  ['{{ empty .missing }} {{ empty .list }} {{ all .t .name }} {{ any .no .empty }}', 'true false true false'],
  ['{{ quote "é\\n\\x01" }} {{ quote .list }}', '"é\\n\\x01" "[b a c]"'],
  [
    '{{ join "," .list }} {{ join "," .mixed }} {{ join "-" .name }} {{ join "," .nil }} {{ sortAlpha .list }} {{ sortAlpha .nums }} {{ toStrings .nums }}',
    'b,a,c x,1,true web  [a b c] [1 2 3] [3 1 2]',
  ],
  [
    '{{ list 1 "a" nil }} {{ append .list "z" }} {{ prepend .list "z" }} {{ first .list }} {{ last .list }} {{ rest .list }} {{ initial .list }} {{ reverse .list }} {{ uniq (list 1 1 "a" "a" 1.0) }} {{ compact .mixed }}',
    '[1 a <nil>] [b a c z] [z b a c] b c [a c] [b a] [c a b] [1 a 1] [x 1 true]',
  ],
  [
    '{{ without .list "a" }} {{ has "a" .list }} {{ has 1 (list 1 2) }} {{ has 1.0 .nums }} {{ has 1 .nums }} {{ concat .list .nums }} {{ chunk 2 .list }} {{ first (list) }} {{ has "x" .nil }}',
    '[b c] true true true false [b a c 3 1 2] [[b a] [c]] <no value> false',
  ],
  [
    '{{ has "apps" .path.segments }} {{ without .path.segments "apps" }} {{ append .path.segments "x" }} {{ slice .path.segments 1 }}',
    'true [web-A] [apps web-A x] [web-A]',
  ],
  [
    '{{ $d := dict "a" 1 }}{{ $_ := set $d "b" 2 }}{{ $d }}{{ $_ := unset $d "a" }}{{ $d }}',
    'map[a:1 b:2]map[b:2]',
  ],
  ['{{ $o := deepCopy .obj }}{{ set $o "z" 1 | len }} {{ $o.z }}', '4 1'],
  [
    '{{ merge (dict "a" 1 "c" (dict "x" 1)) (dict "a" 2 "b" 3 "c" (dict "y" 2)) }} {{ mergeOverwrite (dict "a" 1 "c" (dict "x" 1) "l" (list 1)) (dict "a" 2 "c" (dict "x" "" "y" 2) "l" (list)) }}',
    'map[a:1 b:3 c:map[x:1 y:2]] map[a:2 c:map[x: y:2] l:[]]',
  ],
  [
    '{{ mergeOverwrite (dict "a" 1) (dict "a" nil "b" (dict)) }} {{ merge (dict "a" "" "l" (list)) (dict "a" "x" "l" (list 1)) }}',
    'map[a:<nil> b:map[]] map[a:x l:[1]]',
  ],
  ['{{ dig "c" "d" "def" .obj }} {{ dig "c" "e" "def" .obj }} {{ dig "zz" "def" .obj }}', 'deep def def'],
  [
    '{{ deepCopy .obj }} {{ deepEqual .list .list }} {{ deepEqual (list 1) (list 1.0) }} {{ deepEqual .path.segments (list "apps" "web-A") }} {{ deepEqual 1 1 }}',
    'map[a:1 b:2 c:map[d:deep]] true false false true',
  ],
  ['{{ toString .n }} {{ toString .list }} {{ .n | toString | quote }} {{ hello }}', '3 [b a c] "3" Hello!'],
];

/** What Go refuses, too. */
export const collectionsRefused: Refusals = [
  [
    '{{ hasKey .values "x" }}',
    'wrong type for value; expected map[string]interface {}; got map[string]string, in a call of hasKey',
  ],
  ['{{ .name.first }}', 'string has no first in .name.first'],
  ['{{ first .name }}', 'first takes a list, not string, in a call of first'],
  [
    '{{ dig "x" "def" .values }}',
    'dig goes through map[string]interface {}, not map[string]string, in a call of dig',
  ],
  ['{{ first .missing }}', 'first takes a list, not <nil>, in a call of first'],
];
