/** Flags that every command takes, as yargs declares them. */
export const COMMON = {
  namespace: {
    alias: 'n',
    type: 'string',
    describe: 'Namespace of objects that declare none; the report is limited to it',
    requiresArg: true,
  },
  context: { type: 'string', describe: 'Context of the kubeconfig', requiresArg: true },
  kubeconfig: { type: 'string', describe: 'Kubeconfig file', requiresArg: true },
  env: { type: 'string', describe: 'Environment of .gitops.yaml', requiresArg: true },
  as: { type: 'string', describe: 'Impersonate this user', requiresArg: true },
  'as-group': {
    type: 'string',
    array: true,
    describe: 'Impersonate this group (repeatable)',
    requiresArg: true,
  },
  'request-timeout': {
    type: 'string',
    default: '30s',
    describe: 'Limit for one request (1s, 2m; 0: none)',
    requiresArg: true,
  },
  color: {
    choices: ['auto', 'always', 'never'],
    default: 'auto',
    describe: 'Colour the output',
    requiresArg: true,
  },
  quiet: { alias: 'q', type: 'boolean', default: false, describe: 'No progress and no warnings' },
  verbose: {
    alias: 'v',
    type: 'boolean',
    default: false,
    describe: 'Say on stderr what is done and how long it takes',
  },
} as const;

/** Flags that name manifests, as kubectl writes them. */
export const MANIFESTS = {
  filename: {
    alias: 'f',
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Manifest file or directory, - for standard input (repeatable)',
  },
  kustomize: {
    alias: 'k',
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Kustomization directory (repeatable)',
  },
  recursive: {
    alias: 'R',
    type: 'boolean',
    default: false,
    describe: 'Read directories of manifests with their subdirectories',
  },
} as const;
