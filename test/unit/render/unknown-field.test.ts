import { expect, test } from 'vitest';
import { locatorFor, renderRoot } from '../../../src/render/render.ts';
import type { Root } from '../../../src/render/types.ts';
import { unknownFields } from '../../../src/render/unknown-field.ts';
import { type GroupVersionSchema, typeOfKind } from '../../../src/schema.ts';
import { depsWith, target, treeOf } from '../../tools/fixture.ts';

const schema: GroupVersionSchema = {
  kinds: { Deployment: 'Deployment' },
  types: {
    Deployment: { t: 'struct', fields: { spec: 'Spec' } },
    Spec: { t: 'struct', fields: { replicas: { t: 'scalar' }, containers: 'Containers' } },
    Containers: { t: 'list', items: 'Container', list: 'map', keys: ['name'] },
    Container: { t: 'struct', fields: { name: { t: 'scalar' }, imagePullPolicy: { t: 'scalar' } } },
  },
};

const text = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replica: 2
  containers:
    - name: cache
    - name: a.b "c"
      imagePullPolicyy: Always
      colour: red
`;

/** What is said of the message, by fact and hint. */
async function said(message: string): Promise<readonly (readonly [string, string])[]> {
  const tree = await treeOf({ 'web.yaml': text });
  const root: Root = { kind: 'plain', path: 'web.yaml' };
  const { manifests } = await renderRoot(root, tree, target, await depsWith());
  const [manifest] = manifests;
  if (manifest === undefined) throw new Error('it rendered to nothing');
  const type = typeOfKind(schema, 'Deployment');
  const found = await unknownFields(message, manifest, type, await locatorFor(root, tree));
  return found.map(({ fact, hint }) => [fact, hint]);
}

const typed = 'failed to create typed patch object (ns/web; apps/v1, Kind=Deployment): ';

test.each<readonly [string, string, string, string]>([
  [
    'one field',
    `${typed}.spec.replica: field not declared in schema`,
    'web.yaml:6: .spec.replica is no field, did you mean replicas?',
    'write replicas',
  ],
  [
    'a field of a named item',
    `${typed}.spec.containers[name="a.b \\"c\\""].imagePullPolicyy: field not declared in schema`,
    'web.yaml:10: .spec.containers[name="a.b \\"c\\""].imagePullPolicyy is no field, did you mean imagePullPolicy?',
    'write imagePullPolicy',
  ],
  [
    'a field like no other, as a strict decoder says it',
    'strict decoding error: unknown field "spec.containers[1].colour"',
    'web.yaml:11: .spec.containers[1].colour is no field',
    'take .spec.containers[1].colour out',
  ],
])('finds the line of %s', async (_, message, fact, hint) => {
  expect(await said(message)).toEqual([[fact, hint]]);
});

test('finds every field of a message', async () => {
  const message = `${typed}errors:
  .spec.replica: field not declared in schema
  .spec.containers[name="a.b \\"c\\""].colour: field not declared in schema`;
  expect((await said(message)).map(([fact]) => fact.split(': ')[0])).toEqual(['web.yaml:6', 'web.yaml:11']);
});

test('finds nothing in another message', async () => {
  expect(await said('Deployment.apps "web" is invalid: spec.replicas: must be positive')).toEqual([]);
});
