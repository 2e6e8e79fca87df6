import { type GroupVersionSchema, type Typed, typeOfKind } from '../../../src/schema.ts';

/** A small schema with every way of merging the API server knows. */
const SCHEMA: GroupVersionSchema = {
  kinds: { Thing: 'Thing' },
  types: {
    Thing: {
      t: 'struct',
      fields: { apiVersion: { t: 'scalar' }, kind: { t: 'scalar' }, metadata: 'Meta', spec: 'Spec' },
    },
    Meta: {
      t: 'struct',
      fields: {
        name: { t: 'scalar', json: 'string' },
        managedFields: { t: 'any' },
        labels: { t: 'map', values: { t: 'scalar', json: 'string' } },
        finalizers: { t: 'list', list: 'set', items: { t: 'scalar' } },
      },
    },
    Spec: {
      t: 'struct',
      fields: {
        size: { t: 'scalar', format: 'quantity' },
        replicas: { t: 'scalar', json: 'integer', default: 1 },
        args: { t: 'list', list: 'atomic', items: { t: 'scalar' } },
        selector: { t: 'map', atomic: true, values: { t: 'scalar' } },
        limits: { t: 'map', values: { t: 'scalar', format: 'quantity' } },
        ports: { t: 'list', list: 'map', keys: ['port', 'protocol'], items: 'Port' },
        rules: { t: 'list', list: 'atomic', items: 'Port' },
      },
    },
    Port: {
      t: 'struct',
      fields: {
        port: { t: 'scalar', json: 'integer' },
        protocol: { t: 'scalar', json: 'string', default: 'TCP' },
        name: { t: 'scalar', json: 'string' },
      },
    },
  },
};

export const THING: Typed = typeOfKind(SCHEMA, 'Thing');
