import type { Refusals, Results } from './types.ts';

export const texts: Results = [
  [
    '{{ .path.segments }} {{ index .path.segments 1 }} {{ .path.segments | join "-" }}',
    '[apps web-A] web-A apps-web-A',
  ],
  ['{{if .t}}T{{else}}F{{end}}{{if .no}}T{{else if .empty}}E{{else if .name}}N{{else}}X{{end}}', 'TN'],
  ['{{with .obj}}{{.a}}{{else}}none{{end}}{{with .empty}}x{{else}}none{{end}}', '1none'],
  ['{{with .empty}}x{{else with .name}}{{.}}{{end}}', 'web'],
  ['{{range .list}}{{.}},{{end}}{{range .missing}}x{{else}}empty{{end}}', 'b,a,c,empty'],
  [
    '{{ and .t .name }} {{ or .empty .name }} {{ not .empty }} {{ and .empty .missing.x.y }}',
    'web web true ',
  ],
  [
    '{{ printf "%s-%d-%v %q %5s|%-5s| %05d %.2f %t %x %T" .name 3 .obj "q\\"" "a" "b" 42 .f .t "hi" .n }}',
    'web-3-map[a:1 b:2 c:map[d:deep]] "q\\""     a|b    | 00042 1.50 true 6869 float64',
  ],
  [
    '{{ printf "%d" .n }} {{ printf "%s" .n }} {{ printf "%v" .missing }} {{ printf "%s" .nil }} {{ printf "%d" }} {{ printf "x" 1 }}',
    '%!d(float64=3) %!s(float64=3) <nil> %!s(<nil>) %!d(MISSING) x%!(EXTRA int=1)',
  ],
  [
    '{{ printf "%5.1f|%+d|%x|%X|%o|%b|%c|%e|%g|%%|%3d|%-3d|" 3.14159 5 255 255 8 5 65 1234.5 0.00001 7 7 }}',
    '  3.1|+5|ff|FF|10|101|A|1.234500e+03|1e-05|%|  7|7  |',
  ],
  [
    '{{ printf "%s" .list }} {{ printf "%v" .values }} {{ printf "%s" .path.segments }}',
    '[b a c] map[x:vx y:] [apps web-A]',
  ],
  ['{{ printf "%*d" 5 3 }} {{ printf "%q" .name }} {{ printf "%6.2s|" "abc" }}', '    3 "web"     ab|'],
  ['{{ html .html }} {{ urlquery "a b&c/é" }}', '&lt;a href=&#34;x&#34;&gt;&amp;&#39; a+b%26c%2F%C3%A9'],
  [
    '{{ "quoted \\"x\\" \\n \\t \\u00e9" }} {{ `raw \\n "x"` }} {{ \'a\' }} {{ \'\\n\' }}',
    'quoted "x" \n \t é raw \\n "x" 97 10',
  ],
  ['{{ "a" | printf "%s-%s" "b" }} {{ .name | upper | quote }}', 'b-a "WEB"'],
  ['{{ .name|upper }}', 'WEB'],
  ['{{.name|upper|lower}}', 'web'],
  [
    '{{ default "d" .empty }} {{ default "d" .missing }} {{ .name | default "d" }} {{ default "d" .no }} {{ default "d" 0 }} {{ default "x" }}',
    'd d web d d x',
  ],
  [
    '{{ coalesce .empty .missing .name }} {{ coalesce .empty }} {{ ternary "a" "b" .t }} {{ .no | ternary "a" "b" }}',
    'web <no value> a b',
  ],
  [
    '{{ trim "  a b " }}|{{ trimAll "-" "--a-" }}|{{ trimSuffix ".git" .url }}|{{ trimPrefix "https://" .url }}|{{ upper .uni }}|{{ title "hello wOrld-foo bar_baz a.b" }}|{{ untitle "Hello World" }}',
    'a b|a|https://git.example.com/a/b|git.example.com/a/b.git|HÉLLO WÖRLD ✓|Hello WOrld-Foo Bar_baz A.B|hello world',
  ],
  [
    '{{ trunc 3 .name }} {{ trunc 2 .name }} {{ trunc -2 .name }} {{ trunc 2 .uni }} {{ substr 1 3 .name }} {{ substr -1 2 .name }} {{ substr 1 -1 .name }}',
    'web we eb h� eb we eb',
  ],
  [
    '{{ repeat 3 "ab" }} {{ nospace " a b\\tc" }} {{ contains "e" .name }} {{ hasPrefix "w" .name }} {{ hasSuffix "w" .name }} {{ replace "e" "3" .name }} {{ replace "" "-" "abc" }}',
    'ababab abc true true false w3b -a-b-c-',
  ],
  [
    '{{ quote .name 1 nil }} {{ squote .name .n }} {{ cat "a" .n nil "b" }} {{ indent 2 .text }}|{{ nindent 4 "a\\nb" }}',
    '"web" "1" \'web\' \'3\' a 3 b   line1\n  line2\n  |\n    a\n    b',
  ],
  [
    '{{ split "," "a,b" }} {{ (split "," "a,b")._1 }} {{ splitList "/" "a/b" }} {{ splitn "," 2 "a,b,c" }} {{ (splitn "," 2 "a,b,c")._1 }}',
    'map[_0:a _1:b] b [a b] map[_0:a _1:b,c] b,c',
  ],
  [
    '{{ base "a/b/c.txt" }} {{ dir "a/b/c.txt" }} {{ ext "a/b/c.tar.gz" }} {{ clean "a//b/../c/" }} {{ isAbs "/a" }} {{ base "" }} {{ base "/" }} {{ dir "a" }} {{ dir "/a" }} {{ dir "a/" }} {{ ext "a.b/c" }} {{ osBase "a/b" }} {{ osExt "x.y" }}',
    'c.txt a/b .gz a/c true . / . / a  b .y',
  ],
  ['{{ lower "ÀÉ" }} {{ upper "straße" }}', 'àé STRAßE'],
  ['{{ printf "%s/%s" .path.basename (.path.segments | first) }}', 'web-A/apps'],
  [
    '{{ index .path "segments" }} {{ index .path.segments 0 | upper }} {{ len .path.segments }}',
    '[apps web-A] APPS 2',
  ],
  ['{{ trimPrefix .name "website" }} {{ .name | trimSuffix "b" | printf "%s!" }}', 'site we!'],
  ['{{ .name\n | upper }}', 'WEB'],
  ['{{ .name | eq "web" }} {{ "x" | default .missing }} {{ .missing | default "z" | upper }}', 'true x Z'],
  ['{{ $x := .missing }}{{ $x }}{{ default "q" $x }}', '<no value>q'],
  ['{{ print nil }} {{ print .missing "x" }}', '<nil> <nil>x'],
  ['{{ ternary .name .missing false }}', '<no value>'],
];

/** What Go refuses, too. */
export const textsRefused: Refusals = [
  ['{{ ternary "a" "b" .name }}', 'wrong type for value; expected bool; got string, in a call of ternary'],
  ['{{ repeat .n "a" }}', 'wrong type for value; expected int; got float64, in a call of repeat'],
  ['{{ fail "no" }}', 'no, in a call of fail'],
  ['{{ upper }}', 'upper takes 1 arguments, not 0'],
  ['{{ upper 1 }}', '1 is no string, in a call of upper'],
  ['{{ upper .n }}', 'wrong type for value; expected string; got float64, in a call of upper'],
  ['{{ upper .missing }}', 'there is no value; expected string, in a call of upper'],
  ['{{ upper nil }}', 'nil is no string, in a call of upper'],
  ['{{ printf .n }}', 'wrong type for value; expected string; got float64, in a call of printf'],
  ['{{ trunc 5.5 "x" }}', '5.5 is no int, in a call of trunc'],
  ['{{ .name | | upper }}', 'a command is empty in command'],
];
