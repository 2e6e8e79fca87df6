(import 'names.libsonnet') + {
  values:: { namespace: 'default', replicas: 1 },
  local meta(name) = { name: $.named(name), namespace: $.values.namespace },
  namespace: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: $.values.namespace } },
  prometheus: {
    service: { apiVersion: 'v1', kind: 'Service', metadata: meta('web'), spec: { ports: [{ port: 9090 }] } },
    statefulSet: {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: meta('db'),
      spec: { replicas: $.values.replicas },
    },
    roles: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleList',
      items: [{ metadata: meta('reader'), rules: [] }],
    },
  },
  rules: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('rules'), data: { 'a.yaml': std.manifestYamlDoc({ a: 1 }) } }],
}
