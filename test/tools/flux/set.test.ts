import { expect, test } from 'vitest';
import { valuesOf } from '../../../src/discover/flux/values/merge.ts';
import { BadAssignment, setValue } from '../../../src/discover/flux/values/set.ts';
import { isObject, type Json, objectAt } from '../../../src/object.ts';
import { buildTool } from '../../support/programs/build.ts';
import { attempt } from '../../support/run.ts';
import { treeOf } from '../fixture.ts';

const base = { map: { a: 1 }, list: [1, 2], text: 't' };
const assignments = [
  ...['a=1', 'a=01', 'a=0', 'a=-5', 'a=+5', 'a=1.5', 'a=1e3', 'a=TRUE', 'a=false', 'a=null', 'a=', 'a=x y'],
  ...['a.b.c=1', 'a\\.b=1', 'a.b\\.c=x', 'map.b=2', 'map.a=2', 'map=3', 'new.map.deep=x'],
  ...['a={x,1,true}', 'a={}', 'a={x', 'a={x}y', 'a={x},b=2', 'a=1,b=2', 'a=1\\,b=2', 'a=x\\=y', 'a=x=y'],
  ...['list[0]=9', 'list[3]=9', 'list[1].a=x', 'new[1]=x', 'new[0].a.b=1', 'new[0][1]=x', 'a[0]={x,y}'],
  ...[
    'a',
    'a.=1',
    'a[x]=1',
    'a[-1]=1',
    'a[0]b=1',
    'a[70000]=1',
    'text.a=1',
    'text[0]=1',
    'map[0]=1',
    'list.a=1',
  ],
  ...['=1', '.a=1', 'a..b=1', 'a,b=1', 'a=\\', 'ü.é=ß', 'a=99999999999999999999', 'a="q"', "a='q'"],
];

/** What a chart is told of these values, as JSON. */
async function helms(assignment: string, flag: string): Promise<Json> {
  const { dir } = await treeOf({
    'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 0.1.0\n',
    'values.yaml': JSON.stringify(base),
    'templates/v.yaml': '{{ toJson .Values }}',
  });
  const { code, stdout } = await attempt(await buildTool('helm4'), ['template', 'r', dir, flag, assignment]);
  return code === 0 ? JSON.parse(stdout.slice(stdout.indexOf('{'))) : 'refused';
}

function ours(assignment: string, asText: boolean): Json {
  const given = valuesOf({});
  try {
    setValue(given, assignment, asText);
  } catch (error) {
    if (error instanceof BadAssignment) return 'refused';
    throw error;
  }
  return given;
}

test.each(assignments)('%j sets what Helm sets', async (assignment) => {
  for (const asText of [false, true]) {
    const theirs = await helms(assignment, asText ? '--set-string' : '--set');
    const mine = ours(assignment, asText);
    // a null takes the key out of the chart's own values, where there is one
    expect(mine === 'refused' ? mine : { ...base, ...merged(mine) }).toEqual(theirs);
  }
});

function merged(given: Json): Readonly<Record<string, Json>> {
  const { map, ...rest } = objectAt(given);
  if (map === undefined) return rest;
  return { ...rest, map: isObject(map) ? { ...base.map, ...map } : map };
}
