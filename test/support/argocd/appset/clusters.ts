import type { AppSetCase } from './case.ts';

export const clusterCases: readonly AppSetCase[] = [
  {
    what: 'every cluster, and the one that Argo CD runs in',
    generators: '- clusters: {}',
    name: '{{nameNormalized}}',
    path: '{{name}} {{server}} {{project}} {{metadata.labels.tier}} {{metadata.annotations.acme.io/rank}}',
    makes: [
      'dev dev https://dev.example.com  dev {{metadata.annotations.acme.io/rank}}',
      'in-cluster in-cluster https://kubernetes.default.svc  {{metadata.labels.tier}} {{metadata.annotations.acme.io/rank}}',
      'prod-eu Prod_EU https://prod.example.com default prod 7',
    ],
  },
  {
    what: 'clusters by their labels',
    generators:
      '- clusters: {selector: {matchLabels: {tier: prod}, matchExpressions: [{key: region, operator: Exists}]}}',
    name: '{{name}}',
    makes: ['Prod_EU x'],
  },
  {
    what: 'clusters by the label of their Secrets',
    generators: '- clusters: {selector: {matchLabels: {argocd.argoproj.io/secret-type: cluster}}}',
    name: '{{name}}',
    makes: ['Prod_EU x', 'dev x'],
  },
  {
    what: 'clusters with values',
    generators: '- clusters: {values: {a: "{{name}}-{{metadata.labels.tier}}"}}',
    name: '{{name}}',
    path: '{{values.a}}',
    makes: ['Prod_EU Prod_EU-prod', 'dev dev-dev', 'in-cluster in-cluster-{{metadata.labels.tier}}'],
  },
  {
    what: 'clusters with Go templates',
    generators: '- clusters: {values: {a: "{{.name}}"}}',
    name: '{{.nameNormalized}}',
    path: '{{.metadata}} {{index .metadata.labels "tier"}} {{.project}} {{.values.a}}',
    more: 'goTemplate: true',
    fails: /index/,
  },
  {
    what: 'labels and annotations of clusters with Go templates',
    generators: '- clusters: {selector: {matchLabels: {region: eu}}}',
    name: '{{.nameNormalized}}',
    path: '{{index .metadata.annotations "acme.io/rank"}} {{.metadata.labels.tier}} {{.metadata.labels.none}}|{{.metadata.labels}}',
    more: 'goTemplate: true',
    makes: ['prod-eu 7 prod <no value>|map[argocd.argoproj.io/secret-type:cluster region:eu tier:prod]'],
  },
  {
    what: 'labels of clusters are a map of texts, which sprig does not take',
    generators: '- clusters: {selector: {matchLabels: {region: eu}}}',
    name: '{{.nameNormalized}}',
    path: '{{hasKey .metadata.labels "tier"}}',
    more: 'goTemplate: true',
    fails: /wrong type for value; expected map\[string\]interface \{\}; got map\[string\]string/,
  },
  {
    what: 'clusters as one list',
    generators: '- clusters: {flatList: true, values: {a: b}}',
    name: 'all',
    path: '{{range .clusters}}{{.name}}={{.server}};{{.values.a}} {{end}}{{len .clusters}}',
    more: 'goTemplate: true',
    makes: [
      'all in-cluster=https://kubernetes.default.svc;b Prod_EU=https://prod.example.com;b dev=https://dev.example.com;b 3',
    ],
  },
  {
    what: 'clusters by a selector that no label could match',
    generators: '- clusters: {selector: {matchLabels: {tier: "not a value"}}}',
    name: '{{name}}',
    fails: /value "not a value"/,
  },
  {
    what: 'clusters by a selector behind the generator',
    generators: '- {clusters: {}, selector: {matchLabels: {server: "https://dev.example.com"}}}',
    name: '{{name}}',
    makes: ['dev x'],
  },
];
