import { readFileSync } from 'node:fs';
import https from 'node:https';

/**
 * The least that validating these objects can take: one dry-run apply each, 16 at a time, over connections that are
 * kept, and nothing else. The kubeconfig is JSON, so that no time goes into
 * reading it. Usage: bare-requests.ts KUBECONFIG.json NAMESPACE OBJECTS.json
 */
const [, , kubeconfig = '', namespace = '', file = ''] = process.argv;
const config = JSON.parse(readFileSync(kubeconfig, 'utf8'));
const { cluster } = config.clusters[0];
const { user } = config.users[0];
const pem = (text: string) => Buffer.from(text, 'base64');
const agent = new https.Agent({
  keepAlive: true,
  maxSockets: 16,
  ca: pem(cluster['certificate-authority-data']),
  cert: pem(user['client-certificate-data']),
  key: pem(user['client-key-data']),
});
const objects: { metadata: { name: string } }[] = JSON.parse(readFileSync(file, 'utf8'));
const query = 'fieldManager=kubectl-gitops&force=true&dryRun=All&fieldValidation=Strict';
let next = 0;

await Promise.all(
  Array.from({ length: 16 }, async () => {
    for (let index = next++; index < objects.length; index = next++) await apply(objects[index]);
  }),
);
agent.destroy();

function apply(object: { metadata: { name: string } } | undefined): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${object?.metadata.name}?${query}`;
  const headers = { 'content-type': 'application/apply-patch+yaml' };
  return new Promise((done, fail) => {
    const request = https.request(
      new URL(path, cluster.server),
      { method: 'PATCH', agent, headers },
      (answer) => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 200 ? done() : fail(new Error(`${answer.statusCode}`)),
        );
      },
    );
    request.on('error', fail);
    request.end(JSON.stringify(object));
  });
}
