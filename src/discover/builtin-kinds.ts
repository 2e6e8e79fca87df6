/** What a kind is called on a command line. */
export interface KindNames {
  /** `apps/v1`, `v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
}

/** What every cluster serves, for when none is asked: API version, kind, plural and short names, as Kubernetes 1.36 has them. */
const BUILTIN = `
v1 ConfigMap configmaps cm
v1 Endpoints endpoints ep
v1 Event events ev
v1 LimitRange limitranges limits
v1 Namespace namespaces ns
v1 Node nodes no
v1 PersistentVolumeClaim persistentvolumeclaims pvc
v1 PersistentVolume persistentvolumes pv
v1 Pod pods po
v1 PodTemplate podtemplates
v1 ReplicationController replicationcontrollers rc
v1 ResourceQuota resourcequotas quota
v1 Secret secrets
v1 ServiceAccount serviceaccounts sa
v1 Service services svc
admissionregistration.k8s.io/v1 MutatingAdmissionPolicy mutatingadmissionpolicies
admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding mutatingadmissionpolicybindings
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration mutatingwebhookconfigurations
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy validatingadmissionpolicies
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings
admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration validatingwebhookconfigurations
apiextensions.k8s.io/v1 CustomResourceDefinition customresourcedefinitions crd crds
apiregistration.k8s.io/v1 APIService apiservices
apps/v1 ControllerRevision controllerrevisions
apps/v1 DaemonSet daemonsets ds
apps/v1 Deployment deployments deploy
apps/v1 ReplicaSet replicasets rs
apps/v1 StatefulSet statefulsets sts
autoscaling/v2 HorizontalPodAutoscaler horizontalpodautoscalers hpa
batch/v1 CronJob cronjobs cj
batch/v1 Job jobs
certificates.k8s.io/v1 CertificateSigningRequest certificatesigningrequests csr
coordination.k8s.io/v1 Lease leases
discovery.k8s.io/v1 EndpointSlice endpointslices
events.k8s.io/v1 Event events ev
flowcontrol.apiserver.k8s.io/v1 FlowSchema flowschemas
flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration prioritylevelconfigurations
networking.k8s.io/v1 IngressClass ingressclasses
networking.k8s.io/v1 Ingress ingresses ing
networking.k8s.io/v1 IPAddress ipaddresses ip
networking.k8s.io/v1 NetworkPolicy networkpolicies netpol
networking.k8s.io/v1 ServiceCIDR servicecidrs
node.k8s.io/v1 RuntimeClass runtimeclasses
policy/v1 PodDisruptionBudget poddisruptionbudgets pdb
rbac.authorization.k8s.io/v1 ClusterRoleBinding clusterrolebindings
rbac.authorization.k8s.io/v1 ClusterRole clusterroles
rbac.authorization.k8s.io/v1 RoleBinding rolebindings
rbac.authorization.k8s.io/v1 Role roles
resource.k8s.io/v1 DeviceClass deviceclasses
resource.k8s.io/v1 ResourceClaim resourceclaims
resource.k8s.io/v1 ResourceClaimTemplate resourceclaimtemplates
resource.k8s.io/v1 ResourceSlice resourceslices
scheduling.k8s.io/v1 PriorityClass priorityclasses pc
storage.k8s.io/v1 CSIDriver csidrivers
storage.k8s.io/v1 CSINode csinodes
storage.k8s.io/v1 CSIStorageCapacity csistoragecapacities
storage.k8s.io/v1 StorageClass storageclasses sc
storage.k8s.io/v1 VolumeAttachment volumeattachments
storage.k8s.io/v1 VolumeAttributesClass volumeattributesclasses vac
`;

const CLUSTER_SCOPED: ReadonlySet<string> = new Set(
  `
namespaces nodes persistentvolumes customresourcedefinitions apiservices
mutatingadmissionpolicies mutatingadmissionpolicybindings mutatingwebhookconfigurations
validatingadmissionpolicies validatingadmissionpolicybindings validatingwebhookconfigurations
certificatesigningrequests flowschemas prioritylevelconfigurations ingressclasses ipaddresses servicecidrs
runtimeclasses clusterrolebindings clusterroles deviceclasses resourceslices priorityclasses
csidrivers csinodes storageclasses volumeattachments volumeattributesclasses
`
    .trim()
    .split(/\s+/),
);

export interface BuiltinKind extends KindNames {
  readonly namespaced: boolean;
}

/** Kinds of Kubernetes' own that manifests declare. */
export function builtinKinds(): readonly BuiltinKind[] {
  return BUILTIN.trim()
    .split('\n')
    .map((line) => {
      const [apiVersion = '', kind = '', plural = '', ...shortNames] = line.split(' ');
      const namespaced = !CLUSTER_SCOPED.has(plural);
      return { apiVersion, kind, plural, singular: kind.toLowerCase(), shortNames, namespaced };
    });
}
