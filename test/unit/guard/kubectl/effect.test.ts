import { describe, expect, test } from 'vitest';
import type { KnownChange } from '../../../../src/guard/kubectl/changes.ts';
import { readKubectl } from '../../../../src/guard/kubectl/command.ts';
import { effectOf } from '../../../../src/guard/kubectl/effect.ts';
import { formatPath } from '../../../../src/path.ts';
import { parseYaml } from '../../../../src/source/bulk.ts';

/** `write scale .spec.replicas = 3`; `-` is removed, `?` only where it is there, `…` and what only others know. */
function effect(argv: readonly string[]): string {
  const found = effectOf(readKubectl(argv), { parse: (text) => parseYaml(text, 'patch') });
  if (found.kind === 'interactive') return `interactive ${found.scope}`;
  if (found.kind !== 'write') return found.kind;
  return [`write ${found.scope}`, ...found.changes.map(change), ...(found.isComplete ? [] : ['…'])].join(' ');
}

function change({ path, value, isRemoved, ifThere }: KnownChange): string {
  const becomes = value === undefined ? '' : ` = ${JSON.stringify(value)}`;
  return `${isRemoved ? '-' : ''}${formatPath(path)}${ifThere ? '?' : ''}${becomes}`;
}

function holds(rows: readonly (readonly [line: string, expected: string])[]): void {
  test.each(rows)('%s', (line, expected) => {
    expect(effect(line.split(' '))).toBe(expected);
  });
}

describe('reads', () => {
  const lines = `get pods
    get --raw /api
    describe deploy web
    logs -f web
    diff -f x
    wait --for=delete pod/a
    top node
    explain pods
    events
    version
    api-resources
    cluster-info dump
    config set-context c
    auth can-i delete pods
    auth whoami
    kustomize .
    plugin list
    completion bash
    help delete
    options
    __complete delete pod
    exec -it web -- rm -rf /
    attach web
    cp a web:/b
    port-forward web 80
    proxy
    create token robot
    create secret
    rollout
    rollout status deploy/a
    rollout history deploy/a
    set
    apply view-last-applied deploy/a
    label deploy web --list
    label deploy web a=b --list
    annotate pods --all --list
    set env deploy/web --list
    set image -f x --local web=a
    patch -f x --local -p {}
    delete pod a -h
    edit deploy/web --help
    delete pod a --dry-run=server
    apply -f x --dry-run
    auth reconcile -f x --dry-run=client
    -- delete pod a`;
  test.each(lines.split(/\n\s*/))('%s', (line) => {
    expect(effect(line.split(' '))).toBe('read');
  });
});

describe('writes objects', () => {
  holds([
    ['apply -f x', 'write object …'],
    ['apply -f x --dry-run=none', 'write object …'],
    ['apply -f x --dry-run=false', 'write object …'],
    ['apply -f x --subresource=status', 'write status …'],
    ['apply -f x --subresource=brandnew', 'write object …'],
    ['replace -f x', 'write object …'],
    ['replace --subresource=scale -f x', 'write scale …'],
    ['delete pod a', 'write delete …'],
    ['delete pod a --dry-run=none', 'write delete …'],
    ['delete pod a --wait', 'write delete …'],
    ['create -f x', 'write create …'],
    ['create deploy web --image=a', 'write create …'],
    ['create deploy web --image=a --dry-run=client', 'read'],
    ['run web --image=a', 'write create …'],
    ['expose deploy web', 'write create …'],
    ['autoscale deploy web --max=3', 'write create …'],
    ['auth reconcile -f x', 'write object …'],
    ['certificate approve a', 'write approval …'],
    ['debug web --image=a', 'write ephemeralcontainers …'],
    ['debug web --image=a --copy-to=b', 'write create …'],
    ['debug node/n1 --image=a', 'write create …'],
    ['edit deploy/web', 'interactive object'],
    ['edit deploy/web --subresource=status', 'interactive status'],
    ['apply edit-last-applied deploy/web', 'interactive metadata'],
    ['create -f x --edit', 'interactive create'],
    // kubectl writes here in spite of --dry-run
    ['create -f x --edit=1 --dry-run=client', 'interactive create'],
    ['delete --raw /api/v1/namespaces/shop --dry-run=server', 'write raw …'],
    ['create --raw /apis/x -f y --dry-run=client', 'write raw …'],
    ['gitops diff', 'unknown'],
    ['create networkthing a', 'unknown'],
    ['deleet pod a --dry-run=client', 'unknown'],
    ['-h delete pod a', 'unknown'],
  ]);
});

describe('says which fields', () => {
  const restarted = '.spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]';
  const pod = '.spec.template.spec';
  holds([
    ['scale deploy web --replicas=3', 'write scale .spec.replicas = 3'],
    ['scale --replicas 0 deploy --all', 'write scale .spec.replicas = 0'],
    ['scale deploy web --replicas=+2', 'write scale .spec.replicas = 2'],
    ['scale deploy web --replicas=010', 'write scale .spec.replicas'],
    [
      'set env deploy/web -c web D=',
      `write object ${['containers', 'initContainers'].map((list) => `${pod}.${list}[name="web"].env[name="D"]? = {"name":"D"}`).join(' ')}`,
    ],
    [
      'label deploy web tier=front old-',
      'write metadata .metadata.labels.tier = "front" -.metadata.labels.old',
    ],
    ['label deploy web a.io/b= --overwrite', 'write metadata .metadata.labels["a.io/b"] = ""'],
    ['annotate deploy web note=a=b-', 'write metadata .metadata.annotations.note = "a=b-"'],
    ['annotate deploy web note=', 'write metadata .metadata.annotations.note = ""'],
    ['rollout restart deploy/web', `write restart ${restarted}`],
    ['rollout pause deploy/web', 'write object .spec.paused = true'],
    ['rollout resume deploy/web', 'write object -.spec.paused'],
    ['rollout undo deploy/web', 'write object .spec.template .metadata.annotations?'],
    ['rollout undo deploy/web --dry-run=server', 'read'],
    ['cordon n1', 'write object .spec.unschedulable = true'],
    ['uncordon n1', 'write object -.spec.unschedulable'],
    ['drain n1', 'write eviction .spec.unschedulable = true …'],
    ['taint node n1 a=b:NoSchedule', 'write object .spec.taints'],
    ['set selector svc web app=a', 'write object .spec.selector'],
    ['set subject rolebinding r --user=bob', 'write object .subjects'],
    [
      'apply set-last-applied -f x',
      'write metadata .metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]',
    ],
    [
      'scale deploy web --replicas=3 --record',
      'write scale .spec.replicas = 3 .metadata.annotations["kubernetes.io/change-cause"]',
    ],
    [
      'set image deploy/web web=nginx:2',
      `write object ${pod}.containers[name="web"].image? = "nginx:2" ${pod}.initContainers[name="web"].image? = "nginx:2"`,
    ],
    [
      'set image pod web *=nginx@sha256:a=b',
      'write object .spec.containers[].image? = "nginx@sha256:a=b" .spec.initContainers[].image? = "nginx@sha256:a=b"',
    ],
    [
      'set sa CronJobs.batch/web robot',
      'write object .spec.jobTemplate.spec.template.spec.serviceAccountName = "robot" .spec.jobTemplate.spec.template.spec.serviceAccount? = "robot"',
    ],
    [
      'set env deploy/web -c web A=1 B-',
      `write object ${pod}.containers[name="web"].env[name="A"]? = {"name":"A","value":"1"} -${pod}.containers[name="web"].env[name="B"]? ` +
        `${pod}.initContainers[name="web"].env[name="A"]? = {"name":"A","value":"1"} -${pod}.initContainers[name="web"].env[name="B"]?`,
    ],
    [
      'set env deploy/web --from=cm/a --prefix=X_',
      `write object ${pod}.containers[].env? ${pod}.initContainers[].env? …`,
    ],
    ['set env deploy/web -', `write object ${pod}.containers[].env? ${pod}.initContainers[].env? …`],
    [
      'set resources deploy web -c=w* --limits=cpu=1,memory=1Gi',
      `write object ${pod}.containers[].resources.limits.cpu? = "1" ${pod}.containers[].resources.limits.memory? = "1Gi" ` +
        `${pod}.initContainers[].resources.limits.cpu? = "1" ${pod}.initContainers[].resources.limits.memory? = "1Gi"`,
    ],
  ]);

  test.each(['set sa -f x robot', 'set sa all --all robot', 'set sa deploy,constructor web robot'])(
    '%s: at each place a pod spec may stand',
    (line) => {
      const { changes } = { changes: [], ...effectOf(readKubectl(line.split(' '))) };
      const paths = changes.map(({ path }: KnownChange) => formatPath(path));
      expect(paths.filter((path) => path.endsWith('.serviceAccountName'))).toEqual([
        '.spec.serviceAccountName',
        '.spec.template.spec.serviceAccountName',
        '.spec.jobTemplate.spec.template.spec.serviceAccountName',
      ]);
    },
  );
});

describe('reads patches', () => {
  const web = '.spec.containers[name="web"]';
  test.each([
    ['strategic', '{"spec":{"replicas":3}}', 'write object .spec.replicas = 3'],
    ['strategic', 'spec: {replicas: 3}', 'write object .spec.replicas = 3'],
    ['Merge', 'metadata:\n  labels: {a: null}', 'write object -.metadata.labels.a'],
    ['merge', '{"spec":{"containers":[{"name":"web"}]}}', 'write object .spec.containers = [{"name":"web"}]'],
    ['strategic', '{"spec":{"containers":[{"name":"web","image":"a"}]}}', `write object ${web}.image = "a"`],
    ['strategic', '{"spec":{"containers":[{"name":"web"}]}}', `write object ${web} = {"name":"web"}`],
    ['strategic', '{"spec":{"containers":[{"name":"web","$patch":"delete"}]}}', `write object -${web}`],
    [
      'strategic',
      '{"spec":{"ports":[{"port":80,"targetPort":1}]}}',
      'write object .spec.ports[port=80].targetPort = 1',
    ],
    [
      'strategic',
      '{"spec":{"containers":[{"image":"a"}]}}',
      'write object .spec.containers = [{"image":"a"}]',
    ],
    ['strategic', '{"spec":{"tolerations":[]}}', 'write object .spec.tolerations = []'],
    ['strategic', '{"spec":{"$patch":"replace","a":1}}', 'write object .spec'],
    ['strategic', '{"spec":{"strategy":{"$retainKeys":["type"],"type":"x"}}}', 'write object .spec.strategy'],
    ['strategic', '{"spec":{"$setElementOrder/containers":[]}}', 'write object .spec.containers'],
    ['strategic', '{"metadata":{"finalizers":["a/b"]}}', 'write object .metadata.finalizers[="a/b"] = "a/b"'],
    [
      'strategic',
      '{"constructor":[1],"__proto__":[{"name":"a"}]}',
      'write object .constructor = [1] .__proto__ = [{"name":"a"}]',
    ],
    ['strategic', '{"spec":{"a":{}}}', 'write object .spec.a = {}'],
    ['json', '[{"op":"replace","path":"/spec/replicas","value":3}]', 'write object .spec.replicas = 3'],
    [
      'json',
      '[{"op":"add","path":"/metadata/labels/a~1b~01","value":"x"}]',
      'write object .metadata.labels["a/b~1"] = "x"',
    ],
    ['json', '[{"op":"remove","path":"/metadata/labels/1"}]', 'write object -.metadata.labels["1"]'],
    [
      'json',
      '[{"op":"replace","path":"/spec/containers/0/image","value":"a"}]',
      'write object .spec.containers[0].image = "a"',
    ],
    ['json', '[{"op":"add","path":"/spec/containers/-","value":{}}]', 'write object .spec.containers'],
    ['json', '[{"op":"move","from":"/a","path":"/b"}]', 'write object -.a .b'],
    ['json', '[{"op":"copy","from":"/a","path":"/b"}]', 'write object .b'],
    ['json', '[{"op":"test","path":"/a","value":1}]', 'write object …'],
    // what kubectl refuses may change anything
    ['json', '{"spec":{}}', 'write object …'],
    ['strategic', '[]', 'write object …'],
    ['strategic', '{}', 'write object …'],
    ['strategic', 'a: b: c', 'write object …'],
    ['strategic', '', 'write object …'],
    ['sideways', '{"spec":{"replicas":3}}', 'write object …'],
  ])('%s %s', (type, patch, expected) => {
    expect(effect(['patch', 'deploy', 'web', `--type=${type}`, '-p', patch])).toBe(expected);
  });

  test('of a subresource', () => {
    const scope = (name: string) =>
      effect(['patch', 'deploy', 'web', `--subresource=${name}`, '-p', '{"a":1}']);
    expect(scope('status')).toBe('write status .a = 1');
    expect(scope('scale')).toBe('write scale .a = 1');
  });

  test('not of files', () => {
    expect(effect(['patch', 'deploy', 'web', '--patch-file', 'x'])).toBe('write object …');
    const read = effectOf(readKubectl(['patch', 'deploy', 'web', '--patch-file', 'x']), {
      read: (file) => (file === 'x' ? '{"spec":{"replicas":3}}' : undefined),
    });
    expect(read).toMatchObject({ changes: [{ path: ['spec', 'replicas'], value: 3 }] });
  });

  test('without anything that reads YAML', () => {
    const found = effectOf(readKubectl(['patch', 'deploy', 'web', '-p', 'spec: {replicas: 3}']));
    expect(found).toEqual({ kind: 'write', scope: 'object', changes: [], isComplete: false });
  });
});
