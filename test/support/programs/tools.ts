/** Every program the tests use besides node and git, in exactly one version each. */

export type ServerVersion = '1.36' | '1.33';

type ControlPlane = {
  readonly version: string;
  readonly modfile: string;
  /** Roughly, from nothing on two cores: said before a first build, so that nobody thinks it hangs. */
  readonly minutes: number;
};

export const controlPlanes = {
  '1.36': { version: 'v1.36.3', modfile: 'go.mod', minutes: 5 },
  '1.33': { version: 'v1.33.13', modfile: 'go.1.33.mod', minutes: 5 },
} as const satisfies Record<ServerVersion, ControlPlane>;

/** Of sigs.k8s.io/cli-utils, as test/kstatus/go.mod requires it: the rules that our own are compared with. */
export const kstatusVersion = 'v0.37.2';

type Tool = {
  readonly module: string;
  readonly version: string;
  readonly binary: string;
  readonly minutes: number;
  /** Variables that the release build sets at link time. */
  readonly variables?: Readonly<Record<string, string>>;
};

const tools = {
  helm4: {
    module: 'helm.sh/helm/v4/cmd/helm',
    version: 'v4.3.1',
    binary: 'helm',
    minutes: 3,
    variables: { 'helm.sh/helm/v4/internal/version.version': 'v4.3.1' },
  },
  helm3: {
    module: 'helm.sh/helm/v3/cmd/helm',
    version: 'v3.22.0',
    binary: 'helm',
    minutes: 2,
    // Without these it renders for Kubernetes 1.20: other APIs than the released program chooses.
    variables: {
      'helm.sh/helm/v3/internal/version.version': 'v3.22.0',
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': '1',
      'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': '37',
      'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': '1',
      'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': '37',
    },
  },
  kustomize: {
    module: 'sigs.k8s.io/kustomize/kustomize/v5',
    version: 'v5.8.1',
    binary: 'kustomize',
    minutes: 1,
  },
  jsonnet: {
    module: 'github.com/google/go-jsonnet/cmd/jsonnet',
    version: 'v0.22.0',
    binary: 'jsonnet',
    minutes: 1,
  },
  kwok: {
    module: 'sigs.k8s.io/kwok/cmd/kwok',
    version: 'v0.7.0',
    binary: 'kwok',
    minutes: 2,
  },
  'git-lfs': {
    module: 'github.com/git-lfs/git-lfs/v3',
    version: 'v3.7.0',
    binary: 'git-lfs',
    minutes: 1,
  },
  sops: {
    module: 'github.com/getsops/sops/v3/cmd/sops',
    version: 'v3.13.3',
    binary: 'sops',
    minutes: 4,
  },
  'age-keygen': {
    module: 'filippo.io/age/cmd/age-keygen',
    version: 'v1.3.2',
    binary: 'age-keygen',
    minutes: 1,
  },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

export function toolNamed(name: ToolName): Tool {
  return tools[name];
}

export function isServerVersion(text: string): text is ServerVersion {
  return Object.hasOwn(controlPlanes, text);
}
