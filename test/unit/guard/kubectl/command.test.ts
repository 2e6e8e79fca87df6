import { describe, expect, test } from 'vitest';
import { type KubectlCommand, readKubectl } from '../../../../src/guard/kubectl/command.ts';

type Row = readonly [line: string | readonly string[], expected: Partial<KubectlCommand>];

/** Words of a line are parted by one blank: `get  pods` has an empty one. */
function holds(rows: readonly Row[]): void {
  test.each(rows)('%j', (line, expected) => {
    expect(readKubectl(typeof line === 'string' ? line.split(' ') : line)).toMatchObject(expected);
  });
}

function targets(...words: readonly string[]): Pick<KubectlCommand, 'targets'> {
  return {
    targets: words.map((word) => {
      const [resource = '', name = null] = word.split('/');
      return { resource, name };
    }),
  };
}

describe('finds the command', () => {
  holds([
    [[], { verb: '', subverb: null, args: [] }],
    ['edit deploy/web', { verb: 'edit', subverb: null, args: ['deploy/web'] }],
    ['-n shop edit deploy/web', { verb: 'edit', namespace: 'shop' }],
    ['-nshop edit deploy/web', { verb: 'edit', namespace: 'shop' }],
    ['--namespace shop edit deploy/web', { verb: 'edit', namespace: 'shop' }],
    ['--namespace=edit delete pod', { verb: 'delete', namespace: 'edit' }],
    ['-n edit delete pod a', { verb: 'delete', namespace: 'edit', args: ['pod', 'a'] }],
    ['-v 5 get pods', { verb: 'get', args: ['pods'] }],
    ['--match-server-version get pods', { verb: 'get', args: ['pods'] }],
    // before the verb kubectl knows the flags of every command alone: any other takes the next word
    ['-f x apply', { verb: 'apply', filenames: ['x'], args: [] }],
    ['-Rf x apply', { verb: 'x', unknownFlags: [] }],
    ['--all delete pods', { verb: 'pods' }],
    ['--dry-run=client delete pods', { verb: 'delete', dryRun: true }],
    ['-h delete pod a', { verb: 'pod' }],
    ['-n edit', { verb: '', namespace: 'edit' }],
    ['-- delete pod a', { verb: '', args: ['delete', 'pod', 'a'] }],
    ['delete -- pod -n', { verb: 'delete', args: ['pod', '-n'], namespace: undefined }],
    [['', 'get', 'pods'], { verb: 'get', args: ['', 'pods'] }],
    [
      'set image deploy/web web=nginx:2',
      { verb: 'set', subverb: 'image', args: ['deploy/web', 'web=nginx:2'] },
    ],
    ['set -n shop image deploy/web web=nginx:2', { subverb: 'image', namespace: 'shop' }],
    ['set -f image env A=1', { verb: 'set', subverb: 'env', filenames: ['image'], args: ['A=1'] }],
    ['set sa deploy/web robot', { verb: 'set', subverb: 'serviceaccount' }],
    ['rollout -l app=web restart deploy', { verb: 'rollout', subverb: 'restart', selector: 'app=web' }],
    ['apply -f edit-last-applied', { verb: 'apply', subverb: null, filenames: ['edit-last-applied'] }],
    ['apply edit-last-applied deploy/web', { verb: 'apply', subverb: 'edit-last-applied' }],
    ['create deploy web --image=nginx', { verb: 'create', subverb: 'deployment' }],
    ['create svc clusterip web --tcp=80', { verb: 'create', subverb: 'service clusterip', args: ['web'] }],
    ['create --dry-run client deployment web', { subverb: null, args: ['client', 'deployment', 'web'] }],
    ['auth reconcile -f rbac.yaml', { verb: 'auth', subverb: 'reconcile' }],
    ['get edit', { verb: 'get', subverb: null, args: ['edit'] }],
    ['delete delete delete', { verb: 'delete', args: ['delete', 'delete'] }],
    ['help delete pod', { verb: 'help', args: ['delete', 'pod'] }],
    ['gitops diff -n shop -h', { verb: 'gitops', args: ['diff', '-n', 'shop', '-h'], help: false }],
    ['EDIT deploy/web', { verb: 'EDIT' }],
    ['edits deploy/web', { verb: 'edits', targets: [] }],
    ['пода удалить', { verb: 'пода', args: ['удалить'] }],
    [['__complete', 'delete', 'pod', ''], { verb: '__complete', args: ['delete', 'pod', ''] }],
    ['constructor x', { verb: 'constructor' }],
  ]);
});

describe('reads flags as pflag does', () => {
  holds([
    ['get pods -n=shop', { namespace: 'shop' }],
    ['get pods -n =shop', { namespace: '=shop' }],
    ['get pods -n=', { namespace: '=' }],
    ['get pods --namespace=', { namespace: undefined }],
    ['get pods -n a -n b', { namespace: 'b', connection: ['--namespace=a', '--namespace=b'] }],
    ['get pods -n -l', { namespace: '-l', selector: undefined }],
    ['get pods -n --', { namespace: '--' }],
    ['get pods -A x', { allNamespaces: true, args: ['pods', 'x'] }],
    ['get pods --all-namespaces=false', { allNamespaces: false }],
    ['get pods --all_namespaces', { allNamespaces: true }],
    ['delete pods --all false', { all: true, args: ['pods', 'false'] }],
    ['delete pods --all=F', { all: false }],
    ['delete pods --all --all=0', { all: false }],
    ['delete pod a --force --grace-period 0', { args: ['pod', 'a'], unknownFlags: [] }],
    ['delete pod a --cascade orphan', { args: ['pod', 'a', 'orphan'] }],
    ['delete pod a --cascade=orphan', { args: ['pod', 'a'] }],
    ['apply -Rf dir', { recursive: true, filenames: ['dir'] }],
    ['apply -fdir -R', { recursive: true, filenames: ['dir'] }],
    ['apply -fR dir', { recursive: false, filenames: ['R'], args: ['dir'] }],
    ['apply -R=false -f dir', { recursive: false, filenames: ['dir'] }],
    ['apply -f a,b -f c', { filenames: ['a', 'b', 'c'] }],
    ['apply -f "a,b",c', { filenames: ['a,b', 'c'] }],
    ['apply -f "a""b"', { filenames: ['a"b'] }],
    ['apply -f a,', { filenames: ['a', ''] }],
    [['apply', '-f', ''], { filenames: [] }],
    ['apply -k base -k over', { kustomize: ['over'] }],
    ['apply -f -', { filenames: ['-'], readsStdin: true }],
    ['apply -f=-', { filenames: ['-'], readsStdin: true }],
    ['apply -f-', { filenames: ['-'], readsStdin: true }],
    ['apply -f a.yaml,-', { readsStdin: true }],
    ['apply -f /dev/stdin', { readsStdin: true }],
    ['apply -f a.yaml -', { filenames: ['a.yaml'], args: ['-'], readsStdin: false }],
    ['apply -f=a.yaml -- -f b.yaml', { filenames: ['a.yaml'], args: ['-f', 'b.yaml'] }],
    ['apply -f --', { filenames: ['--'] }],
    [
      'exec -it web -c app -- sh -h -n x',
      { args: ['web', 'sh', '-h', '-n', 'x'], help: false, readsStdin: true },
    ],
    ['exec -ti -capp web', { readsStdin: true, args: ['web'], unknownFlags: [] }],
    ['delete pod a -i', { readsStdin: true }],
    ['logs -f web', { filenames: [], targets: [{ resource: 'pods', name: 'web' }] }],
    ['edit deploy/web --frobnicate', { unknownFlags: ['--frobnicate'], args: ['deploy/web'] }],
    ['edit deploy/web -Rx y', { recursive: true, unknownFlags: ['-Rx'], args: ['deploy/web', 'y'] }],
    ['edit deploy/web --all', { all: false, unknownFlags: ['--all'] }],
    ['edit deploy/web -n', { unknownFlags: ['-n'] }],
    ['edit deploy/web ---n', { unknownFlags: ['---n'] }],
    ['edit deploy/web --=x', { unknownFlags: ['--=x'] }],
    ['edit deploy/web —dry-run', { args: ['deploy/web', '—dry-run'], dryRun: false }],
    ['edit deploy/web -é', { unknownFlags: ['-é'] }],
    ['edit deploy/web -test.v', { unknownFlags: [] }],
    ['delete pod a --now -h', { help: true }],
    ['delete pod a --help=false', { help: false }],
    ['patch deploy web --patch {} --type=merge', { args: ['deploy', 'web'] }],
    ['scale deploy web --replicas -1', { args: ['deploy', 'web'], unknownFlags: [] }],
    ['replace --raw /api/v1/x -f y', { raw: '/api/v1/x' }],
    ['config view --raw', { raw: null }],
    ['patch deploy web --subresource=scale -p {}', { subresource: 'scale' }],
    ['apply -f x --field-manager=me -o yaml', { fieldManager: 'me', output: 'yaml' }],
    ['set image -f x --local web=b', { local: true }],
    ['create cm a --from-file=k=/dev/stdin', { readsStdin: true }],
    ['set env deploy/web -', { readsStdin: true, targets: [{ resource: 'deploy', name: 'web' }] }],
  ]);
});

describe('knows a dry run', () => {
  holds([
    ['delete pod a', { dryRun: false }],
    ['delete pod a --dry-run', { dryRun: true }],
    ['delete pod a --dry-run none', { dryRun: true, args: ['pod', 'a', 'none'] }],
    ['delete pod a --dry-run=client', { dryRun: true }],
    ['delete pod a --dry_run=server', { dryRun: true }],
    ['delete pod a --dry-run=none', { dryRun: false }],
    ['delete pod a --dry-run=true', { dryRun: true }],
    ['delete pod a --dry-run=false', { dryRun: false }],
    ['delete pod a --dry-run=0', { dryRun: false }],
    ['delete pod a --dry-run=', { dryRun: false }],
    ['delete pod a --dry-run=Server', { dryRun: false }],
    ['delete pod a --dry-run=client --dry-run=none', { dryRun: false }],
    ['delete pod a -- --dry-run=client', { dryRun: false }],
    ['rollout restart deploy/a --dry-run=client', { dryRun: false, unknownFlags: ['--dry-run=client'] }],
    ['edit deploy/a --dry-run=client', { dryRun: false, unknownFlags: ['--dry-run=client'] }],
  ]);
});

describe('names targets', () => {
  holds([
    ['edit deploy/web svc/api', targets('deploy/web', 'svc/api')],
    ['edit deploy web api', targets('deploy/web', 'deploy/api')],
    ['edit deploy,svc web', targets('deploy/web', 'svc/web')],
    ['edit deploy,deploy,svc', targets('deploy', 'svc')],
    ['edit deployments.v1.apps/web', targets('deployments.v1.apps/web')],
    ['edit edit/edit', targets('edit/edit')],
    ['delete deploy -l app=web', { ...targets('deploy'), selector: 'app=web' }],
    ['delete -l app=web deploy', { ...targets('deploy'), selector: 'app=web' }],
    ['delete all --all', { ...targets('all'), all: true }],
    ['delete pods --field-selector=status.phase=Failed', { fieldSelector: 'status.phase=Failed' }],
    // kubectl refuses these
    ['delete deploy/web svc', targets('deploy/web')],
    ['delete deploy,svc/web a/b/c /web deploy/', targets()],
    ['label deploy web api tier=front old-', targets('deploy/web', 'deploy/api')],
    ['label deploy/web tier=front', targets('deploy/web')],
    ['label deploy --all tier=front', targets('deploy')],
    ['annotate deploy web note=a/b', targets('deploy/web')],
    ['set image deploy/web *=nginx', targets('deploy/web')],
    ['set env deploy web A=1', targets('deploy/web')],
    ['set selector svc web app=web', targets('svc/web')],
    ['set serviceaccount deploy web robot', targets('deploy/web')],
    ['set resources deploy web --limits=cpu=1', targets('deploy/web')],
    ['taint nodes n1 n2 k=v:NoSchedule', targets('nodes/n1', 'nodes/n2')],
    ['taint node -l pool=a k:NoSchedule-', targets('nodes')],
    ['cordon n1 node/n2', targets('nodes/n1', 'node/n2')],
    ['drain -l pool=a', targets('nodes')],
    ['drain', targets()],
    ['certificate approve a', targets('certificatesigningrequests/a')],
    ['create deployment web --image=a -- sleep 1', targets('deployment/web')],
    ['create secret generic web', targets('secrets/web')],
    ['create -f x', { ...targets(), filenames: ['x'] }],
    ['run web --image=nginx -- a/b', targets('pods/web')],
    ['debug web -it --image=busybox -- sh -c x/y', targets('pods/web')],
    ['debug node/n1', targets('node/n1')],
    ['port-forward svc/web 80', targets('svc/web')],
    ['attach deploy web', targets('deploy/web')],
    ['expose deploy web --selector=app=web', { ...targets('deploy/web'), selector: undefined }],
    ['create pdb web --selector=app=web', { ...targets('poddisruptionbudget/web'), selector: undefined }],
    [['delete', 'pod', 'a b', '$(x)', 'é'], targets('pod/a b', 'pod/$(x)', 'pod/é')],
  ]);
});

describe('hands the connection on', () => {
  holds([
    [
      '--context prod get pods --kubeconfig=k --as bob --as-group a --as-group b --request-timeout 5s',
      {
        context: 'prod',
        kubeconfig: 'k',
        as: 'bob',
        asGroup: ['a', 'b'],
        requestTimeout: '5s',
        direct: new Map(),
        connection: [
          '--context=prod',
          '--kubeconfig=k',
          '--as=bob',
          '--as-group=a',
          '--as-group=b',
          '--request-timeout=5s',
        ],
      },
    ],
    [
      '-shttps://x get pods',
      { direct: new Map([['server', 'https://x']]), connection: ['--server=https://x'] },
    ],
    ['get pods --token f', { direct: new Map([['token', 'f']]), connection: ['--token=f'] }],
    ['get pods --user 0', { direct: new Map([['user', '0']]), connection: ['--user=0'] }],
    ['get pods --as_uid=7', { direct: new Map([['as-uid', '7']]), connection: ['--as-uid=7'] }],
    ['get pods --server=', { direct: new Map() }],
    [
      'get pods --insecure-skip-tls-verify',
      {
        direct: new Map([['insecure-skip-tls-verify', 'true']]),
        connection: ['--insecure-skip-tls-verify=true'],
      },
    ],
    ['get pods --insecure-skip-tls-verify=false', { direct: new Map() }],
    ['get pods --cache-dir=/x -v 9', { direct: new Map(), connection: ['--cache-dir=/x'] }],
    // a command's own flag of the same name is no login
    ['--user bob create rolebinding r --role=x', { direct: new Map(), connection: [] }],
    ['set subject rolebinding r --user=bob', { direct: new Map(), connection: [] }],
    ['config set-context c -n shop', { namespace: undefined, connection: [] }],
  ]);
});
