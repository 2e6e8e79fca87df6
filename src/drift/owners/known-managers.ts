/**
 * Who writes to clusters, as data. Names are compared exactly, as the server stores them; `.gitops.yaml`
 * (`managers: {people, controllers}`) extends both lists.
 */

/** Tools that apply from git and nothing else. People use plain kubectl too, so it ranks after these. */
export const GIT_DEPLOYERS: ReadonlySet<string> = new Set([
  'kustomize-controller',
  'helm-controller',
  'argocd-controller',
  'argocd-application-controller',
  'helm',
  'Helm',
  'kluctl',
  'kapp',
  'kubectl-gitops',
  'fleetagent',
  'configsync.gke.io',
]);

export const KUBECTL_DEPLOYERS: ReadonlySet<string> = new Set([
  'kubectl',
  'kubectl-client-side-apply',
  'kubectl-create',
]);

/** Names under which one deployment writes: client-side apply and what its migration and take-over leave behind. */
export const FAMILIES: readonly ReadonlySet<string>[] = [
  new Set([
    'kubectl',
    'kubectl-client-side-apply',
    'kubectl-create',
    'kubectl-last-applied',
    'before-first-apply',
  ]),
  new Set([
    'argocd-controller',
    'argocd-application-controller',
    'kubectl-client-side-apply',
    'before-first-apply',
  ]),
  new Set(['helm', 'Helm', 'helm-controller']),
];

/** The cluster's own machinery: what these add is not out of git. */
export const CONTROLLERS: ReadonlySet<string> = new Set([
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-apiserver',
  'kube-proxy',
  'cloud-controller-manager',
  'cluster-autoscaler',
  'karpenter',
  'keda',
  'keda-operator',
  'vpa-recommender',
  'vpa-updater',
  'cert-manager',
  'cert-manager-controller',
  'cert-manager-cainjector',
  'cert-manager-webhook',
  'cert-manager-certificates-issuing',
  'cert-manager-certificates-key-manager',
  'cainjector',
  'kube-webhook-certgen',
  'pilot-discovery',
  'istiod',
  'istio-operator',
  'kyverno',
  'kyverno-background-controller',
  'kyverno-admission-controller',
  'gatekeeper',
  'external-dns',
  'external-secrets',
  'sealed-secrets-controller',
  'vault-secrets-operator',
  'reloader',
  'Reloader',
  'nginx-ingress-controller',
  'traefik',
  'aws-load-balancer-controller',
  'glbc',
  'csi-provisioner',
  'csi-attacher',
  'csi-resizer',
  'snapshot-controller',
  'argo-rollouts',
  'rollouts-controller',
  'flagger',
  'prometheus-operator',
  'PrometheusOperator',
  'velero-server',
  'crossplane',
  'descheduler',
  'local-path-provisioner',
  'ovnkube',
  'antrea-controller',
  'cilium-operator',
  'cilium-operator-generic',
  'cilium-agent',
  'calico-kube-controllers',
  'metallb',
  'source-controller',
  'notification-controller',
  'image-reflector-controller',
  // under which Flux's controllers write on the objects that tell them what to do, finalizers say
  'gotk-source-controller',
  'gotk-kustomize-controller',
  'gotk-helm-controller',
  'gotk-notification-controller',
  'gotk-image-reflector-controller',
  'gotk-image-automation-controller',
]);

/** Names that people's tools and scripts write under, by how they begin. */
export const PEOPLE =
  /^(kubectl([-.\d]|$)|oc(\.exe)?$|k9s|[lL]ens|node-fetch|curl|Mozilla|Go-http-client|python|OpenAPI-Generator|okhttp|kubernetes-client|fabric8|dashboard|headlamp|rancher|Terraform|HashiCorp|pulumi|argocd-server|flux$|octant)/;
