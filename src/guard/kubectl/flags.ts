/**
 * Every command of kubectl 1.33 to 1.36 and its flags: `command|alias: flags`, a line that begins with blanks goes on.
 * `n/namespace` takes a value, `all!` is a boolean, `dry-run?` has a value only behind `=`; a boolean never takes the
 * next word. `kubectl` has the flags of every command; `--help` is left out. Held to the real kubectl by a test.
 */
export const FLAG_TABLE = `
@print: allow-missing-template-keys! o/output show-managed-fields! template
@files: f/filename k/kustomize R/recursive!
@born: dry-run? field-manager save-config! validate?
kubectl: as as-group as-uid as-user-extra cache-dir certificate-authority client-certificate client-key
  cluster context disable-compression! insecure-skip-tls-verify! kubeconfig kuberc log-flush-frequency
  match-server-version! n/namespace password profile profile-output request-timeout s/server tls-server-name
  token user username v/v vmodule warnings-as-errors!
__complete:
__completeNoDesc:
alpha:
annotate: @print @files all! A/all-namespaces! dry-run? field-manager field-selector list! local! overwrite!
  record! resource-version l/selector
api-resources: api-group cached! categories namespaced! no-headers! o/output show-managed-fields! sort-by
  verbs
api-versions:
apply: @print @files all! cascade? dry-run? field-manager force! force-conflicts! grace-period
  openapi-patch! overwrite! prune! prune-allowlist record! l/selector server-side! subresource timeout
  validate? wait!
apply edit-last-applied: @print @files field-manager record! validate? windows-line-endings!
apply set-last-applied: @print create-annotation! dry-run? f/filename
apply view-last-applied: @files all! o/output l/selector
attach: c/container detach-keys pod-running-timeout q/quiet! i/stdin! t/tty!
auth:
auth can-i: A/all-namespaces! list! no-headers! q/quiet! subresource
auth reconcile: @print @files dry-run? remove-extra-permissions! remove-extra-subjects!
auth whoami: @print
autoscale: @print @files cpu cpu-percent dry-run? field-manager max memory min name record! save-config!
certificate:
certificate approve: @print @files force!
certificate deny: @print @files force!
cluster-info:
cluster-info dump: @print A/all-namespaces! namespaces output-directory pod-running-timeout
completion:
config:
config current-context:
config delete-cluster:
config delete-context:
config delete-user:
config get-clusters:
config get-contexts: no-headers! o/output
config get-users:
config rename-context:
config set: set-raw-bytes!
config set-cluster: certificate-authority embed-certs! insecure-skip-tls-verify! proxy-url server
  tls-server-name
config set-context: cluster current! n/namespace user
config set-credentials: auth-provider auth-provider-arg client-certificate client-key embed-certs!
  exec-api-version exec-arg exec-command exec-env exec-interactive-mode exec-provide-cluster-info! password
  token username
config unset:
config use-context|use:
config view: @print flatten! merge! minify! raw!
cordon: dry-run? l/selector
cp: c/container no-preserve! retries
create: @print @files @born edit! raw record! l/selector windows-line-endings!
create clusterrole: @print @born aggregation-rule non-resource-url resource resource-name verb
create clusterrolebinding: @print @born clusterrole group serviceaccount user
create configmap|cm: @print @born append-hash! from-env-file from-file from-literal
create cronjob|cj: @print @born image restart schedule
create deployment|deploy: @print @born image port r/replicas
create ingress|ing: @print @born annotation class default-backend rule
create job: @print @born from image
create namespace|ns: @print @born
create poddisruptionbudget|pdb: @print @born max-unavailable min-available selector
create priorityclass|pc: @print @born description global-default! preemption-policy value
create quota|resourcequota: @print @born hard scopes
create role: @print @born resource resource-name verb
create rolebinding: @print @born clusterrole group role serviceaccount user
create secret:
create secret docker-registry: @print @born append-hash! docker-email docker-password docker-server
  docker-username from-file
create secret generic: @print @born append-hash! from-env-file from-file from-literal type
create secret tls: @print @born append-hash! cert key
create service|svc:
create service clusterip: @print @born clusterip tcp
create service externalname: @print @born external-name tcp
create service loadbalancer: @print @born tcp
create service nodeport: @print @born node-port tcp
create serviceaccount|sa: @print @born
create token: @print audience bound-object-kind bound-object-name bound-object-uid duration
debug: arguments-only! attach! c/container copy-to custom env f/filename image image-pull-policy
  keep-annotations! keep-init-containers! keep-labels! keep-liveness! keep-readiness! keep-startup! profile
  q/quiet! replace! same-node! set-image share-processes! i/stdin! target t/tty!
delete: @files all! A/all-namespaces! cascade? dry-run? field-selector force! grace-period ignore-not-found!
  i/interactive! now! o/output raw l/selector timeout wait!
describe: @files A/all-namespaces! chunk-size l/selector show-events!
diff: @files concurrency field-manager force-conflicts! prune! prune-allowlist l/selector server-side!
  show-managed-fields! show-secrets!
drain: chunk-size delete-emptydir-data! disable-eviction! dry-run? force! grace-period ignore-daemonsets!
  pod-selector l/selector skip-wait-for-delete-timeout timeout
edit: @print @files field-manager output-patch! record! save-config! subresource validate?
  windows-line-endings!
events: @print A/all-namespaces! chunk-size for no-headers! types w/watch!
exec: c/container f/filename pod-running-timeout q/quiet! i/stdin! t/tty!
explain: api-version o/output R/recursive!
expose: @print @files cluster-ip dry-run? external-ip field-manager l/labels load-balancer-ip name
  override-type overrides port protocol record! save-config! selector session-affinity target-port type
get: @print @files A/all-namespaces! chunk-size field-selector ignore-not-found! L/label-columns no-headers!
  output-watch-events! raw l/selector server-print! show-kind! show-labels! sort-by subresource w/watch!
  watch-only!
help:
kuberc:
kuberc set: allowlist-entry appendarg command kuberc name option overwrite! policy prependarg section
kuberc view: @print kuberc
kustomize: as-current-user! enable-alpha-plugins! enable-helm! e/env helm-api-versions helm-command
  helm-debug! helm-kube-version load-restrictor mount network! network-name o/output
label: @print @files all! A/all-namespaces! dry-run? field-manager field-selector list! local! overwrite!
  record! resource-version l/selector
logs: all-containers! all-pods! c/container f/follow! ignore-errors! insecure-skip-tls-verify-backend!
  limit-bytes max-log-requests pod-running-timeout prefix! p/previous! l/selector since since-time tail
  timestamps!
options:
patch: @print @files dry-run? field-manager local! p/patch patch-file record! subresource type
plugin:
plugin list: name-only!
port-forward: address pod-running-timeout
proxy: accept-hosts accept-paths address api-prefix append-server-path! disable-filter! keepalive p/port
  reject-methods reject-paths u/unix-socket w/www P/www-prefix
replace: @print @files @born cascade? force! grace-period raw subresource timeout wait!
rollout:
rollout history: @print @files revision l/selector
rollout pause: @print @files field-manager l/selector
rollout restart: @print @files field-manager l/selector
rollout resume: @print @files field-manager l/selector
rollout status: @files revision l/selector timeout w/watch!
rollout undo: @print @files dry-run? l/selector to-revision
run: @print @files annotations attach! cascade? command! detach-keys dry-run? env expose! field-manager
  force! grace-period image image-pull-policy l/labels leave-stdin-open! override-type overrides
  pod-running-timeout port privileged! q/quiet! record! restart rm! save-config! i/stdin! timeout t/tty!
  wait!
scale: @print @files all! current-replicas dry-run? record! replicas resource-version l/selector timeout
set:
set env: @print @files all! c/containers dry-run? e/env field-manager from keys list! local! overwrite!
  prefix resolve! l/selector
set image: @print @files all! dry-run? field-manager local! record! l/selector
set resources: @print @files all! c/containers dry-run? field-manager limits local! record! requests
  l/selector
set selector: @print all! dry-run? field-manager f/filename local! record! R/recursive! resource-version
set serviceaccount|sa: @print @files all! dry-run? field-manager local! record!
set subject: @print @files all! dry-run? field-manager group local! l/selector serviceaccount user
taint: @print all! dry-run? field-manager overwrite! l/selector validate?
top:
top node|nodes|no: no-headers! l/selector show-capacity! show-swap! sort-by use-protocol-buffers!
top pod|pods|po: A/all-namespaces! containers! field-selector no-headers! l/selector show-swap! sort-by sum!
  use-protocol-buffers!
uncordon: dry-run? l/selector
version: client! o/output
wait: @print all! A/all-namespaces! field-selector f/filename for local! R/recursive! l/selector timeout
`;
