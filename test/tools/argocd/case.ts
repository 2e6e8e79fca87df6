import type { JsonObject } from '../../../src/object.ts';

export const url = 'https://git.example.com/shop.git';

/** An Application, and the repository that it deploys from. */
export interface Case {
  readonly files: Readonly<Record<string, string>>;
  /** Of one source, `path: app` of this repository; or the sources themselves. */
  readonly source?: JsonObject;
  readonly sources?: readonly JsonObject[];
  readonly config?: Readonly<Record<string, string>>;
  /** Neither of us renders it, and we say so in these words. */
  readonly refused?: string;
}

export type Cases = Readonly<Record<string, Case>>;

/** `${NAME}`. */
export const braced = (name: string) => `\${ARGOCD_APP_${name}}`;

export const configMap = (name: string, data = '{a: one}', metadata = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${metadata}}\ndata: ${data}\n`;

export const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: web, image: "registry.example/shop/web:1.0"}
        - {name: proxy, image: nginx}
`;
