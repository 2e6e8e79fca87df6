import type { Refusals, Results } from './types.ts';

export const numbers: Results = [
  ['{{ eq .t true }} {{ eq (int .n) 3 }} {{ eq (int64 .n) 3 }}', 'true true true'],
  [
    '{{ 0x10 }} {{ 010 }} {{ 1_000 }} {{ 1e3 }} {{ 1.0 }} {{ -5 }} {{ +5 }} {{ .5 }} {{ 0b11 }} {{ 0o17 }}',
    '16 8 1000 1000 1 -5 5 0.5 3 15',
  ],
  [
    '{{ plural "one" "many" 1 }} {{ plural "one" "many" 2 }} {{ atoi "12" }} {{ atoi "x" }} {{ atoi "0x1" }} {{ int "012" }} {{ int "3.0" }} {{ int "3.7" }} {{ int64 .f }} {{ float64 "1.5" }} {{ int true }}',
    'one many 12 0 0 10 3 0 1 1.5 1',
  ],
  [
    '{{ add 1 2 3 }} {{ add "1" .n }} {{ sub 5 2 }} {{ mul 2 3 4 }} {{ div 7 2 }} {{ mod 7 3 }} {{ add1 .n }} {{ max 1 5 3 }} {{ min 4 2 }} {{ div -7 2 }} {{ mod -7 3 }}',
    '6 4 3 24 3 1 4 5 2 -3 -1',
  ],
  [
    '{{ floor 1.7 }} {{ ceil 1.2 }} {{ round 1.256 2 }} {{ round 2.5 0 }} {{ addf 0.1 0.2 }} {{ mulf 1.1 2 }} {{ subf 1 0.9 }} {{ maxf 1 2.5 }} {{ add1f 1.5 }}',
    '1 2 1.26 3 0.3 2.2 0.1 2.5 2.5',
  ],
  ['{{"a\\u00e9\\""}}{{ `multi\nline` }}', 'aé"multi\nline'],
  ['{{ index (list 1 2) 0 | add 1 }}', '2'],
  ['{{ round .f 1 0.5 }} {{ round 1 2 3 }}', '1.5 1'],
];

/** What Go refuses, too. */
export const numbersRefused: Refusals = [
  [
    '{{ repeat (int .n) "a" }} {{ repeat (add 1 2) "a" }}',
    'wrong type for value; expected int; got int64, in a call of repeat',
  ],
  ['{{ div 1 0 }}', 'it divides by zero, in a call of div'],
  ['{{ add 1 nil }} {{ add .missing 1 }} {{ len nil }}', '<nil> has no length, in a call of len'],
];
