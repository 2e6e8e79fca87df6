import { define, type TemplateFunction } from '../run/functions.ts';
import { deepEqual } from '../values/equal.ts';
import { isTrue, kindOf, typeOf } from '../values/values.ts';

/** sprig's defaults and questions about types. */
export const DEFAULTS: Readonly<Record<string, TemplateFunction>> = {
  default: define('any any...', (args) => (isTrue(args.any(1)) ? args.any(1) : args.any(0))),
  empty: define('any', (args) => !isTrue(args.any(0))),
  coalesce: define('any...', (args) => args.values.find(isTrue) ?? null),
  all: define('any...', (args) => args.values.every(isTrue)),
  any: define('any...', (args) => args.values.some(isTrue)),
  ternary: define('any any bool', (args) => args.any(args.bool(2) ? 0 : 1)),
  typeOf: define('any', (args) => typeOf(args.any(0))),
  typeIs: define('string any', (args) => args.text(0) === typeOf(args.any(1))),
  typeIsLike: define('string any', (args) =>
    [args.text(0), `*${args.text(0)}`].includes(typeOf(args.any(1))),
  ),
  kindOf: define('any', (args) => kindOf(args.any(0))),
  kindIs: define('string any', (args) => args.text(0) === kindOf(args.any(1))),
  deepEqual: define('any any', (args, budget) => deepEqual(args.any(0), args.any(1), budget)),
  hello: define('', () => 'Hello!'),
};
