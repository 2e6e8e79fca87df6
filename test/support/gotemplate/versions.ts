import type { Refusals, Results } from './types.ts';

export const versions: Results = [
  [
    '{{ typeOf .n }} {{ typeOf 1 }} {{ typeOf .list }} {{ typeOf .path.segments }} {{ typeOf .values }} {{ typeOf nil }} {{ typeOf (add 1 2) }} {{ kindOf .obj }} {{ kindIs "string" .name }} {{ kindOf .missing }} {{ typeIs "string" .name }} {{ kindOf .list }} {{ kindOf 1.5 }} {{ typeOf (until 2) }} {{ typeOf (chunk 1 .list) }} {{ typeOf (index .name 0) }} {{ typeOf (semver "1.2.3") }} {{ kindOf (semver "1.2.3") }}',
    'float64 int []interface {} []string map[string]string <nil> int64 map true invalid true slice float64 []int [][]interface {} uint8 *semver.Version ptr',
  ],
  [
    '{{ semverCompare ">=1.20" .version }} {{ semverCompare "^1.2" "1.9.0" }} {{ semverCompare "~1.2.3" "1.2.9" }} {{ semverCompare "1.x" "1.5.0" }} {{ semverCompare ">1.0 <2.0 || >=3" "3.1.0" }} {{ semverCompare "1.2 - 1.4" "1.3.9" }} {{ semverCompare "*" "1.0.0-rc1" }} {{ semverCompare ">=1.0-0" "1.2.0-rc1" }} {{ semverCompare "!=1.2" "1.2.5" }} {{ semverCompare "<=1.2" "1.2.9" }} {{ semverCompare ">1.2" "1.2.9" }} {{ semverCompare "=1.2.3" "1.2.3+meta" }} {{ semverCompare "^0.2" "0.2.9" }} {{ semverCompare "^0.0.3" "0.0.4" }} {{ semverCompare "~1" "1.9.9" }} {{ semverCompare ">11" "11.1.0" }} {{ semverCompare "^0" "0.9.0" }}',
    'true true true true true true false true false true false true true false true false true',
  ],
  [
    '{{ printf "%s" .list }}|{{ printf "%s" .mixed }}|{{ printf "%d" .nums }}|{{ printf "%d" .list }}|{{ printf "%q" .list }}|{{ printf "%s" .obj }}|{{ printf "%v" .mixed }}|{{ printf "%s" .path.segments }}|{{ printf "%d" (until 3) }}|{{ printf "%s" (semver "1.2.3") }}|{{ printf "%v" nil }}|{{ printf "%t" 1 }}|{{ printf "%d" true }}|{{ printf "%5t|%v" true .missing }}',
    '[b a c]|[x %!s(float64=1) <nil> %!s(bool=true)]|[%!d(float64=3) %!d(float64=1) %!d(float64=2)]|[%!d(string=b) %!d(string=a) %!d(string=c)]|["b" "a" "c"]|map[a:%!s(float64=1) b:2 c:map[d:deep]]|[x 1 <nil> true]|[apps web-A]|[0 1 2]|1.2.3|<nil>|%!t(int=1)|%!d(bool=true)| true|<nil>',
  ],
];

/** What Go refuses, too. */
export const versionsRefused: Refusals = [
  ['{{ semverCompare "nope" "1.0.0" }}', '"nope" is no constraint on versions, in a call of semverCompare'],
  ['{{ semverCompare ">=1" "nope" }}', '"nope" is no semantic version, in a call of semverCompare'],
  [
    '{{ (semver .version).Major }}.{{ (semver "1.2.3-rc.1+m").Minor }} {{ semver "v1.2-rc1" }} {{ (semver "1.2.3-rc.1").Prerelease }} {{ (semver "v1.2").Original }} {{ (semver "1").Nope }}',
    '*semver.Version has no Nope in ((semver "1")).Nope',
  ],
];
