import { isArray, type KubeObject, objectAt, stringOr } from '../../object.ts';
import { shortError } from '../short-error.ts';
import { degraded, HEALTHY, type Health, progressing } from '../types.ts';

/** As in Argo CD, a load balancer is there once it has an address; kstatus looks at the cluster's own address only. */
export function serviceHealth(live: KubeObject): Health {
  const { type } = objectAt(live.spec);
  return type !== 'LoadBalancer' || hasAddress(live)
    ? HEALTHY
    : progressing('its load balancer has no address yet');
}

/** As in Argo CD; kstatus waits for nothing. A controller that publishes no address leaves it progressing. */
export function ingressHealth(live: KubeObject): Health {
  return hasAddress(live) ? HEALTHY : progressing('no ingress controller has published an address yet');
}

function hasAddress({ status }: KubeObject): boolean {
  const { ingress } = objectAt(status, 'loadBalancer');
  return isArray(ingress) && ingress.length > 0;
}

/** kstatus, save that a claim whose volume is lost does not get better by waiting, as in Argo CD. */
export function claimHealth(live: KubeObject): Health {
  const phase = stringOr(objectAt(live.status).phase, '');
  if (phase === 'Bound') return HEALTHY;
  if (phase === 'Lost') return degraded('its volume is lost');
  return progressing(`not bound yet${phase === '' ? '' : `: ${shortError(phase)}`}`);
}
