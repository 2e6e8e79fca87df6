. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
ANSWERS='web/base/deployment.yaml:6'
bad() { replace web/base/deployment.yaml 'replicas: 3' 'replica: 3'; commit; }
good() { replace web/base/deployment.yaml 'replica: 3' 'replicas: 4'; commit; }

# a subdirectory, in whose files nobody has put what is checked out
bad
cd jobs
stopped "$ANSWERS"
cd ..

# commits count: neither the work tree nor the index, which hold the mended file
replace web/base/deployment.yaml 'replica: 3' 'replicas: 4'
git add .
echo nonsense >> web/base/service.yaml
stopped "$ANSWERS"
git reset --quiet --hard

# a detached HEAD, and the branch that it was
git checkout --quiet --detach
stopped "$ANSWERS"
git checkout --quiet main

# a linked work tree
again
git worktree add --quiet -b linked "$DIR/linked"
cd "$DIR/linked"
bad
stopped "$ANSWERS"
good
# there git names the repository to its hooks: a login that runs git is at home in its own folder
mkdir "$DIR/login"
cat > "$DIR/login/login.sh" << 'END_OF_LOGIN'
#!/bin/sh
cd "$(dirname "$0")"
env > env
cat answer.json
END_OF_LOGIN
chmod +x "$DIR/login/login.sh"
kubectl config view --raw -o json > "$DIR/login/admin.json"
node -e '
  const { readFileSync, writeFileSync } = require("fs")
  const dir = process.argv[1]
  const config = JSON.parse(readFileSync(`${dir}/admin.json`))
  const decoded = (name) => Buffer.from(config.users[0].user[name], "base64").toString()
  const status = { clientCertificateData: decoded("client-certificate-data"), clientKeyData: decoded("client-key-data") }
  const apiVersion = "client.authentication.k8s.io/v1"
  config.users[0].user = { exec: { apiVersion, command: `${dir}/login.sh`, interactiveMode: "Never" } }
  writeFileSync(`${dir}/answer.json`, JSON.stringify({ apiVersion, kind: "ExecCredential", status }))
  writeFileSync(`${dir}/config`, JSON.stringify(config))
' "$DIR/login"
KUBECONFIG=$DIR/login/config accepted
! grep -E '^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)=' "$DIR/login/env" || fail 'the login is told of the repository'
cd "$DIR/shop"
git worktree remove "$DIR/linked"
git merge --quiet --ff-only linked
replace web/base/deployment.yaml 'replicas: 4' 'replicas: 3'
commit
accepted

# a submodule: its own hook, its own remote; the repository around it has no roots, and is not asked about
git init --quiet --bare "$DIR/around.git"
git init --quiet "$DIR/around"
cd "$DIR/around"
git remote add origin "$DIR/around.git"
git submodule --quiet add "$DIR/shop.git" shop
commit
cd shop
gitops install --manager git-hooks > "$DIR/out"
bad
stopped "$ANSWERS" -- origin HEAD:main
good
accepted
