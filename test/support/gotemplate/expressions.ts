// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Go's regexp writes groups so
import type { Refusals, Results } from './types.ts';

export const expressions: Results = [
  [
    '{{ regexMatch "^w.b$" .name }} {{ regexFind "[a-z]+" "123abc" }} {{ regexFindAll "[0-9]" "1a2b3" -1 }} {{ regexFindAll "[0-9]" "1a2b3" 2 }} {{ regexReplaceAll "a(x*)b" "-ab-axxb-" "${1}W" }} {{ regexReplaceAll "a(x*)b" "-ab-axxb-" "$1W" }} {{ regexReplaceAllLiteral "a(x*)b" "-ab-axxb-" "${1}" }} {{ regexSplit "z+" "pizza" -1 }} {{ regexQuoteMeta "1.2+3" }}',
    'true abc [1 2 3] [1 2] -W-xxW- --- -${1}-${1}- [pi a] 1\\.2\\+3',
  ],
  [
    '{{ regexReplaceAll "x*" "abxc" "-" }} {{ regexFindAll "a*" "baaac" -1 }} {{ regexSplit "" "abc" -1 }} {{ regexSplit "b" "abcbd" 2 }} {{ regexSplit "," "" -1 }} {{ regexSplit "a" "a" -1 }} {{ regexReplaceAll "(?P<first>[a-z]+)" "ab 12" "<${first}>" }} {{ regexReplaceAll "é" "xéy" "$$" }}',
    '-a-b-c- [ aaa ] [a b c] [a cbd] [] [ ] <ab> 12 x$y',
  ],
  [
    '{{ regexReplaceAll "^(.*)-(\\\\d+)$" "web-12" "$2-$1" }} {{ mustRegexReplaceAllLiteral "a" "banana" "o" }} {{ mustRegexFindAll "an" "banana" 1 }}',
    '12-web bonono [an]',
  ],
];

/** What Go refuses, too. */
export const expressionsRefused: Refusals = [
  [
    '{{ regexMatch "[" "x" }} {{ mustRegexMatch "[" "x" }}',
    '"[" is no regular expression, in a call of mustRegexMatch',
  ],
  ['{{ regexFind "[" "x" }}', '"[" is no regular expression, in a call of regexFind'],
];
