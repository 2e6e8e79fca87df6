/** A Deployment `web` with one container and one variable. */
export const deployment = ({ image = 'nginx:1.27', mode = 'git' } = {}): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ${image}
        env: [{name: MODE, value: ${mode}}]
`;

export const configMap = (name: string, data = '{a: one}'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: ${data}\n`;
