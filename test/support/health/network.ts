import { type HealthCase, liveObject } from './object.ts';

export const NETWORK: readonly HealthCase[] = [
  {
    what: 'a Service',
    live: liveObject('v1', 'Service', { spec: { type: 'ClusterIP' } }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a load balancer without an address',
    live: liveObject('v1', 'Service', { spec: { type: 'LoadBalancer', clusterIP: '10.0.0.1' } }),
    state: 'progressing',
    message: 'its load balancer has no address yet',
    kstatus: 'Current',
  },
  {
    what: 'a load balancer with an address',
    live: liveObject('v1', 'Service', {
      spec: { type: 'LoadBalancer', clusterIP: '10.0.0.1' },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
    }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'an Ingress that nobody serves',
    live: liveObject('networking.k8s.io/v1', 'Ingress', { status: { loadBalancer: {} } }),
    state: 'progressing',
    message: 'no ingress controller has published an address yet',
    kstatus: 'Current',
  },
  {
    what: 'a claim that is bound',
    live: liveObject('v1', 'PersistentVolumeClaim', { status: { phase: 'Bound' } }),
    state: 'healthy',
    message: null,
  },
  {
    what: 'a claim that waits',
    live: liveObject('v1', 'PersistentVolumeClaim', { status: { phase: 'Pending' } }),
    state: 'progressing',
    message: 'not bound yet: Pending',
  },
  {
    what: 'a claim whose volume is lost',
    live: liveObject('v1', 'PersistentVolumeClaim', { status: { phase: 'Lost' } }),
    state: 'degraded',
    message: 'its volume is lost',
    kstatus: 'InProgress',
  },
];
