/** How Argo CD calls the cluster that it lives in. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';
