import { appendFileSync } from 'node:fs';
import { related, valueAt, withValue } from '../../../src/drift/values.ts';
import { mapLimit } from '../../../src/io.ts';
import { type Json, type JsonObject, type KubeObject, objectAt, sameJson } from '../../../src/object.ts';
import { formatPath, parsePath } from '../../../src/path.ts';
import { UNTYPED } from '../../../src/schema.ts';
import type { Dice } from '../generate.ts';
import type { World } from './deployed.ts';
import { asLike, edited, set } from './edit.ts';
import { editedAtRandom } from './edits.ts';
import { lineOf, MISTAKES } from './invalid.ts';
import { anyField, type Field, type Person, setLive } from './people.ts';
import { fileOf, nameIn, textOf } from './world.ts';

/** What `validate` should not have said, or did not say. */
export type Complaint = JsonObject;

const log = (line: JsonObject) => {
  if (process.env.PUSH_LOG !== undefined) appendFileSync(process.env.PUSH_LOG, `${JSON.stringify(line)}\n`);
};
const nameOf = ({ kind, metadata }: KubeObject) => nameIn(kind, metadata.name);
const short = ({ severity, code, path, message, source }: JsonObject): JsonObject => ({
  severity: severity ?? null,
  code: code ?? null,
  path: path ?? null,
  message: message ?? null,
  source: source ?? null,
});

/** Commits that change git alone, each judged upon what is deployed and upon one another. */
export async function innocentPushes(world: World, roll: Dice): Promise<readonly Complaint[]> {
  const change = (objects: readonly KubeObject[]) =>
    objects.map((object) => (roll.chance(0.8) ? editedAtRandom(object, roll) : object));
  const first = change(world.objects);
  const oid = world.commit(first);
  const one = await complaintsOf(world, world.revision, first, 'one push');
  const second = change(first);
  world.commit(second);
  const two = await complaintsOf(world, oid, second, 'a second push');
  world.back();
  return [...one, ...two];
}

async function complaintsOf(
  world: World,
  base: string,
  head: readonly KubeObject[],
  push: string,
): Promise<readonly Complaint[]> {
  const { problems } = await world.validate(base);
  log({ push, way: world.name, seed: 0 });
  const complaints: Complaint[] = [];
  const fine = head.filter(
    (object) => !(problems.get(nameOf(object)) ?? []).some(({ severity }) => severity === 'error'),
  );
  const all = process.env.PUSH_LOG === undefined || (await world.refusal(fine)) === null;
  for (const object of head) {
    const found = problems.get(nameOf(object)) ?? [];
    const loud = found.filter(({ severity, code }) => severity === 'error' || code === 'LIVE_DRIFT');
    if (loud.length === 0 && all) continue;
    if (loud.length === 0 && process.env.PUSH_LOG === undefined) continue;
    const refusal = await world.refusal([object]);
    for (const problem of loud) {
      const isRight = refusal !== null && problem.code !== 'OVERWRITES_LIVE' && problem.code !== 'LIVE_DRIFT';
      const complaint = {
        way: world.name,
        known: world.known,
        push,
        object: nameOf(object),
        ...short(problem),
        refusal,
      };
      if (!isRight) complaints.push(complaint);
      log({ ...complaint, isRight });
    }
    if (loud.length === 0 && refusal !== null)
      log({
        way: world.name,
        known: world.known,
        push,
        object: nameOf(object),
        code: 'MISSED',
        path: null,
        message: refusal,
        refusal: null,
        isRight: false,
      });
  }
  return complaints;
}

/** A push with mistakes in some objects and good changes in the others. */
export async function invalidPushes(world: World, roll: Dice): Promise<readonly Complaint[]> {
  const wanted = new Map<string, string>();
  const head = world.objects.map((object) => {
    const mistakes = MISTAKES[object.kind] ?? [];
    if (mistakes.length === 0 || roll.chance(0.5)) return metadataEdited(object, roll);
    const { path, value, at = path } = roll.pick(mistakes);
    const broken = edited(metadataEdited(object, roll), set(path, value), roll);
    if (broken === undefined) return object;
    wanted.set(nameOf(object), `${fileOf(object)}:${lineOf(textOf(broken), at)}`);
    return broken;
  });
  world.commit(head);
  const { problems } = await world.validate(world.revision);
  log({ push: 'invalid', way: world.name, seed: 0 });
  const complaints: Complaint[] = [];
  for (const object of head) {
    const found = problems.get(nameOf(object)) ?? [];
    const loud = found.filter(({ severity, code }) => severity === 'error' || code === 'LIVE_DRIFT');
    const places = loud.map(({ source }) => `${objectAt(source).file}:${objectAt(source).line}`);
    const place = wanted.get(nameOf(object));
    if (sameJson(places, place === undefined ? [] : [place])) continue;
    complaints.push({
      way: world.name,
      object: nameOf(object),
      wanted: place ?? null,
      found: loud.map(short),
      text: textOf(object),
    });
    log({
      way: world.name,
      known: world.known,
      push: 'invalid',
      object: nameOf(object),
      code: 'PLACE',
      path: place ?? 'none',
      message: JSON.stringify(loud.map(short)),
      refusal: null,
    });
  }
  world.back();
  return complaints;
}

function metadataEdited(object: KubeObject, roll: Dice): KubeObject {
  return edited(object, set(['metadata', 'annotations', 'example.com/else'], 'x', 'y'), roll) ?? object;
}

type Intent = 'other' | 'same' | 'drop' | 'elsewhere' | 'untouched';

/** Somebody sets a field of each object live; then pushes that do something to the same field, or to another one. */
export async function guiltyPushes(world: World, roll: Dice, count: number): Promise<readonly Complaint[]> {
  const set = await mapLimit(world.objects, 3, async (object) => {
    const field = anyField(object, roll);
    const current = valueAt(object, field.path, UNTYPED);
    if (sameJson(current, field.live)) return { object, field, person: undefined };
    return { object, field, person: await setLive(world.cluster, object, field, roll) };
  });
  const complaints: Complaint[] = [];
  for (let push = 0; push < count; push += 1) {
    const planned = set.map((one) => ({ ...one, ...plan(one.object, one.field, roll) }));
    world.commit(planned.map(({ head }) => head));
    const { problems } = await world.validate(world.revision);
    log({ push: 'guilty', way: world.name, seed: 0 });
    for (const { object, field, person, intent, head } of planned) {
      if (person === undefined) continue;
      const found = (problems.get(nameOf(object)) ?? []).filter(
        ({ severity, code }) => severity === 'error' || code === 'LIVE_DRIFT',
      );
      if (isRight(found, intent, field, person)) continue;
      const complaint = {
        way: world.name,
        known: world.known,
        object: nameOf(object),
        person: person.manager,
        intent,
        field: formatPath(field.path),
        git: valueAt(object, field.path, UNTYPED) ?? null,
        head: valueAt(head, field.path, UNTYPED) ?? null,
        found: found.map(short),
      };
      complaints.push(complaint);
      log({
        ...complaint,
        push: 'guilty',
        code: `${intent}`,
        path: formatPath(field.path),
        message: JSON.stringify(complaint),
        refusal: null,
      });
    }
    world.back();
  }
  return complaints;
}

function plan(
  object: KubeObject,
  field: Field,
  roll: Dice,
): { readonly intent: Intent; readonly head: KubeObject } {
  const current = valueAt(object, field.path, UNTYPED);
  const declared = current !== undefined;
  const intents: readonly Intent[] = [
    // what git says already is no push
    ...(sameJson(current, field.other) ? [] : (['other'] as const)),
    'same',
    'elsewhere',
    'untouched',
    ...(declared && field.optional !== false ? (['drop'] as const) : []),
  ];
  const intent = roll.pick(intents);
  return { intent, head: headOf(object, field, intent) };
}

function headOf(object: KubeObject, { path, live, other }: Field, intent: Intent): KubeObject {
  const put = (value: Json | undefined) => asLike(withValue(object, path, value, UNTYPED), object);
  if (intent === 'other') return put(other);
  if (intent === 'same') return put(live);
  if (intent === 'drop') return put(undefined);
  if (intent === 'untouched') return object;
  return asLike(withValue(object, ['metadata', 'annotations', 'example.com/else'], 'x', UNTYPED), object);
}

function isRight(found: readonly JsonObject[], intent: Intent, field: Field, person: Person): boolean {
  const [only, ...more] = found;
  const isNothing = only === undefined;
  if (intent === 'same' || intent === 'untouched') return isNothing;
  if (intent === 'drop' && field.live === undefined) return isNothing;
  if (isNothing || more.length > 0) return false;
  const path = parsePath(String(only.path));
  const wanted = field.path[0] === 'stringData' ? ['data', ...field.path.slice(1)] : field.path;
  if (path === null || !related(path, wanted)) return false;
  const { code, severity, message } = only;
  if (intent === 'elsewhere') return code === 'LIVE_DRIFT' && severity === 'warning';
  const isNamed = field.live === undefined || String(message).includes(person.words);
  return code === 'OVERWRITES_LIVE' && severity === 'error' && isNamed;
}
