import { describe, expect, it } from 'vitest';
import { shortError } from '../../../src/health/short-error.ts';

const INVALID =
  'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0';

/** What a deployer's object says, and what is left of it. */
const CASES: readonly (readonly [what: string, said: string, short: string])[] = [
  ['nothing', '', ''],
  ['a plain sentence', 'context deadline exceeded', 'context deadline exceeded'],
  ['several lines', 'one\n  two\n\tthree\n', 'one two three'],
  // Argo CD
  [
    'Argo: a file that kustomize does not find',
    "Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = Manifest generation error (cached): `kustomize build <path to cached source>/apps/web --enable-helm` failed exit status 1: Error: loading KV pairs: file sources: [sso]: evalsymlink failure on '<path to cached source>/apps/web/sso' : lstat <path to cached source>/apps/web/sso: no such file or directory",
    'loading KV pairs: file sources: [sso]: no such file or directory',
  ],
  [
    'Argo: a condition with its type in front',
    'ComparisonError: rpc error: code = Unavailable desc = error reading from server: EOF',
    'error reading from server: EOF',
  ],
  [
    'Argo: an object that the server refuses, by kubectl',
    `one or more objects failed to apply, reason: error when patching "/dev/shm/2384572": ${INVALID} (retried 5 times).`,
    INVALID,
  ],
  [
    'Argo: an object that a webhook denies in the dry run',
    'one or more objects failed to apply (dry run), reason: admission webhook "validate.kyverno.svc-fail" denied the request: resource Deployment/shop/web was blocked. Retrying attempt #2 at 3:04AM.',
    'admission webhook "validate.kyverno.svc-fail" denied the request: resource Deployment/shop/web was blocked',
  ],
  [
    'Argo: a hook that failed',
    'one or more synchronization tasks completed unsuccessfully, reason: Job has reached the specified backoff limit',
    'Job has reached the specified backoff limit',
  ],
  [
    'Argo: a template of Helm',
    'rpc error: code = Unknown desc = Manifest generation error (cached): `helm template . --name-template web --namespace shop --kube-version 1.33 --include-crds` failed exit status 1: Error: execution error at (web/templates/deploy.yaml:3:4): image is required\n\nUse --debug flag to render out invalid YAML',
    'web/templates/deploy.yaml:3: image is required',
  ],
  [
    'Argo: templates that include each other',
    'Manifest generation error (cached): `helm template .` failed exit status 1: Error: template: web/templates/deploy.yaml:12:8: executing "web/templates/deploy.yaml" at <include "web.labels" .>: error calling include: template: web/templates/_helpers.tpl:7:14: executing "web.labels" at <.Values.team.name>: nil pointer evaluating interface {}.name',
    'web/templates/_helpers.tpl:7: .Values.team.name: nil pointer evaluating interface {}.name',
  ],
  // kustomize
  [
    'kustomize: a resource that is not there',
    "kustomize build failed: accumulating resources: accumulation err='accumulating resources from 'web.yaml': evalsymlink failure on '/tmp/kustomization-42/apps/web.yaml' : lstat /tmp/kustomization-42/apps/web.yaml: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on '/tmp/kustomization-42/apps/web.yaml' : lstat /tmp/kustomization-42/apps/web.yaml: no such file or directory",
    'web.yaml: no such file or directory',
  ],
  [
    'kustomize: bases of bases',
    "kustomize build failed: accumulating resources: accumulation err='accumulating resources from 'backup': read /tmp/kustomization-42/apps/backup: is a directory': recursed accumulation of path '/tmp/kustomization-42/apps/backup': accumulating resources: accumulation err='accumulating resources from 'benji': read /tmp/kustomization-42/apps/backup/benji: is a directory': couldn't make target for path '/tmp/kustomization-42/apps/backup/benji': json: unknown field \"files\"",
    'benji: json: unknown field "files"',
  ],
  [
    'kustomize: YAML that does not parse',
    "accumulating resources: accumulation err='accumulating resources from 'web.yaml': MalformedYAMLError: yaml: line 3: mapping values are not allowed in this context in File: web.yaml': must build at directory: '/repo/web.yaml': file is not directory",
    'web.yaml: MalformedYAMLError: yaml: line 3: mapping values are not allowed in this context',
  ],
  // Flux
  [
    'Flux: a dry run that the server refuses',
    `Deployment/shop/web dry-run failed (Invalid): ${INVALID}`,
    INVALID,
  ],
  [
    'Flux: the same before 2.1',
    `Deployment/shop/web dry-run failed, reason: Invalid, error: ${INVALID}`,
    INVALID,
  ],
  [
    'Flux: a dry run whose error does not name the object',
    'HelmRelease/shop/api dry-run failed, error: failed to create typed patch object: .spec.forceUpgrade: field not declared in schema',
    'HelmRelease/shop/api: .spec.forceUpgrade: field not declared in schema',
  ],
  [
    'Flux: an object that does not get healthy',
    "health check failed after 30.5s: failed early due to stalled resources: [Deployment/shop/web status: 'Failed']",
    "stalled: [Deployment/shop/web status: 'Failed']",
  ],
  [
    'Flux: what is waited for',
    "dependency 'flux-system/infra' is not ready",
    "dependency 'flux-system/infra' is not ready",
  ],
  [
    'Flux: a Helm upgrade, wrapped by each layer',
    `Helm upgrade failed for release shop/web with chart web@1.2.0: cannot patch "web" with kind Deployment: ${INVALID} && cannot patch "api" with kind Deployment: other`,
    `${INVALID} (and 1 more)`,
  ],
  [
    'Helm: a kind that nobody serves',
    'Helm install failed for release shop/web with chart web@1.2.0: unable to build kubernetes objects from release manifest: resource mapping not found for name: "web" namespace: "" from "": no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"\nensure CRDs are installed first',
    'resource mapping not found for name: "web": no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"',
  ],
  [
    'the server: a webhook that is down',
    'Internal error occurred: failed calling webhook "vingress.elbv2.k8s.aws": failed to call webhook: Post "https://aws-load-balancer-webhook-service.kube-system.svc:443/validate?timeout=10s": no endpoints available for service "aws-load-balancer-webhook-service"',
    'failed calling webhook "vingress.elbv2.k8s.aws": no endpoints available for service "aws-load-balancer-webhook-service"',
  ],
  [
    'the server: a field that the schema does not have',
    'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema',
    'Deployment shop/web: .spec.replica: field not declared in schema',
  ],
];

describe('a deployer’s error, shortened', () => {
  it.each(CASES)('%s', (_, said, short) => {
    expect(shortError(said)).toBe(short);
  });

  it('is cut after 200 characters, and not within one', () => {
    expect(shortError('a'.repeat(500))).toBe(`${'a'.repeat(199)}…`);
    expect(shortError(`${'a'.repeat(198)}😀${'b'.repeat(50)}`)).toBe(`${'a'.repeat(198)}…`);
  });

  it('is harmless for a terminal', () => {
    expect(shortError('no \u001b[31mred\u202e here')).toBe('no \\u001b[31mred\\u202e here');
  });

  it.each([
    ['{', 200_000],
    ['map[a:', 100_000],
    ['/tmp/1', 100_000],
    ["accumulating resources from '", 50_000],
    ['a.yaml:1: executing "', 50_000],
    ['Error: ', 100_000],
    ['&a', 100_000],
  ])('takes no time for many times %s', (text, times) => {
    const start = performance.now();
    shortError(text.repeat(times));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('what a deployer’s error quotes of a Secret', () => {
  it.each([
    [
      'the bytes around what a decoder fails at',
      'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 3, error found in #10 byte of ...|ord":"hunter2"},"kind"|..., bigger context ...|{"data":{"password":"hunter2"}|...',
      'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 3',
    ],
    [
      'the patch of kubectl apply',
      'error when applying patch:\n{"data":{"password":"hunter2"}}\nto:\nResource: "/v1, Resource=secrets"\nName: "db", Namespace: "shop"\nfor: "/dev/shm/77": secrets "db" is forbidden',
      'secrets "db" is forbidden',
    ],
    [
      'the value of a field',
      'Secret "db" is invalid: type: Invalid value: "hunter2": field is immutable',
      'Secret "db" is invalid: type: Invalid value: ***: field is immutable',
    ],
    [
      'an object in Go’s words',
      'Job.batch "db" is invalid: spec.template: Invalid value: core.PodTemplateSpec{Spec:core.PodSpec{Env:[]core.EnvVar{core.EnvVar{Name:"P", Value:"hunter2}"}}}}: field is immutable',
      'Job.batch "db" is invalid: spec.template: Invalid value: core.PodTemplateSpec{…}: field is immutable',
    ],
    [
      'an object within a string',
      'admission webhook "x" denied the request: bad {\\"password\\": \\"a}hunter2\\"} in it',
      'admission webhook "x" denied the request: bad {…} in it',
    ],
    ['an object that does not end', 'cannot decode {"password": "hunter2', 'cannot decode {…}'],
    [
      'credentials of a URL',
      "unable to clone 'https://ada:hunter2@git.example.com/shop.git?private_token=hunter2': authentication required",
      "unable to clone 'https://***@git.example.com/shop.git?private_token=***': authentication required",
    ],
    [
      'a token',
      'sent Authorization: Bearer hunter2hunter2.abc-1 to it',
      'sent Authorization: Bearer *** to it',
    ],
    [
      'a value of a wrong type',
      'yaml: unmarshal errors: line 2: cannot unmarshal !!str `hunter2` into int',
      'yaml: unmarshal errors: line 2: cannot unmarshal !!str into int',
    ],
    ['a map in Go’s words', 'wrong type: got map[password:hunter2]', 'wrong type: got map[…]'],
  ])('%s is left out', (_, said, short) => {
    expect(shortError(said)).toBe(short);
  });
});
