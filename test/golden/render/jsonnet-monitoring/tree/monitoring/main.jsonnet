local kp = (import 'stack/main.libsonnet') + {
  values+:: { namespace: 'monitoring', replicas: 2 },
};

{ 'setup/0namespace': kp.namespace } +
{ ['prometheus-' + name]: kp.prometheus[name] for name in std.objectFields(kp.prometheus) } +
{ rules: kp.rules }
