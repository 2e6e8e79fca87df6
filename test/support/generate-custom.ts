import { isArray, isObject, type Json, type JsonObject } from '../../src/object.ts';
import type { Dice } from './generate.ts';

const TEXTS =
  'a b t1 abc ab-1 A a_b 42 5% 50% 150% x% ab-42 1Gi 100M 10s 1m 1h30m 10.0.0.1 11.0.0.1 10.0.0.0/8 ::1 https://example.com/x http://a a.b/c example.com *.example.com / /a //a GET Service RSA 1.10.0 2024-01-01T00:00:00Z 2024-01-01 YWJj YQ== True ä😀'.split(
    ' ',
  );
const WRONG: readonly Json[] = ['zzz', '', 5, -1, 1.5, true, null, [], {}, ['a'], { a: 1 }];

/** A value that a schema mostly allows: of its type, about its bounds, now and then something else altogether. */
export function valueFor(schema: JsonObject, dice: Dice, depth = 0): Json {
  const { chance, pick } = dice;
  if (chance(0.01)) return pick(WRONG);
  if (schema.nullable === true && chance(0.1)) return null;
  if (isArray(schema.enum)) return pick(schema.enum);
  if (schema['x-kubernetes-int-or-string'] === true) return chance(0.5) ? pick([0, 5, 99, 150]) : pick(TEXTS);
  switch (schema.type) {
    case 'string':
      return pick(TEXTS);
    case 'integer':
      return pick([0, 1, 2, 3, 4, 5, 10, 80, 70_000]);
    case 'number':
      return pick([0, 0.3, 1.5, 2, 2.5, 9.4, 11]);
    case 'boolean':
      return chance(0.5);
    case 'array':
      return Array.from({ length: pick([0, 1, 1, 2, 3]) }, () =>
        valueFor(objectIn(schema.items), dice, depth + 1),
      );
    case 'object':
      return fieldsFor(schema, dice, depth);
    default:
      return { any: 1 };
  }
}

function fieldsFor(schema: JsonObject, dice: Dice, depth: number): JsonObject {
  const fields: Record<string, Json> = dice.chance(0.01) ? { unknownField: 1 } : {};
  const required = isArray(schema.required) ? schema.required : [];
  const properties = Object.entries(objectIn(schema.properties));
  // of many fields only a few: each may be wrong
  const share = Math.min(0.6, 4 / Math.max(1, properties.length));
  for (const [name, own] of properties) {
    if (dice.chance(required.includes(name) ? 0.99 : share))
      fields[name] = valueFor(objectIn(own), dice, depth + 1);
  }
  if (isObject(schema.additionalProperties)) {
    for (let more = dice.pick([0, 1, 2]); more > 0; more -= 1)
      fields[dice.pick(TEXTS)] = valueFor(schema.additionalProperties, dice, depth + 1);
  }
  return fields;
}

/** The value with some of it changed, taken away, added or moved. */
export function changedValue(value: Json, schema: JsonObject, dice: Dice): Json {
  if (isArray(value)) {
    const moved = dice.chance(0.1) ? value.toReversed() : value;
    const kept = dice.chance(0.1) ? moved.slice(1) : moved;
    return kept.map((item) => changedValue(item, objectIn(schema.items), dice));
  }
  if (!isObject(value)) return dice.chance(0.15) ? valueFor(schema, dice) : value;
  const properties = objectIn(schema.properties);
  // a server-side apply makes null of a map that loses all its fields: one stays
  const kept = Object.entries(value).filter((_, at) => at === 0 || dice.chance(0.95));
  const fields = kept.map(([name, one]): [string, Json] => [
    name,
    changedValue(one, objectIn(properties[name] ?? schema.additionalProperties), dice),
  ]);
  const added = Object.entries(properties).filter(([name]) => !(name in value) && dice.chance(0.03));
  return {
    ...Object.fromEntries(fields),
    ...Object.fromEntries(added.map(([name, own]) => [name, valueFor(objectIn(own), dice)])),
  };
}

function objectIn(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
