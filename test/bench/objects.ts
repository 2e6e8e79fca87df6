/** A Deployment as teams write them: nothing of it is a default, so every field is compared. */
export function deployment(index: number, namespace: string, memory = '256Mi'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index}
  namespace: ${namespace}
  labels: {app: app-${index}, team: bench}
spec:
  replicas: 0
  selector:
    matchLabels: {app: app-${index}}
  template:
    metadata:
      labels: {app: app-${index}}
    spec:
      containers:
        - name: web
          image: nginx:1.${index % 30}
          ports:
            - containerPort: 8080
          env:
            - name: INDEX
              value: "${index}"
            - name: POD
              valueFrom: {fieldRef: {fieldPath: metadata.name}}
          resources:
            limits: {memory: ${memory}, cpu: 500m}
            requests: {memory: 64Mi}
          readinessProbe:
            httpGet: {path: /healthz, port: 8080}
`;
}

export function deployments(count: number, namespace: string): string {
  return Array.from({ length: count }, (_, index) => deployment(index, namespace)).join('---\n');
}
