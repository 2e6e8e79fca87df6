/** Flags of `kustomize build` that change what is built, and let nobody else's program run or read. */
const KEPT = new Set([
  '--enable-helm',
  '--load-restrictor',
  '--reorder',
  '--helm-kube-version',
  '--helm-api-versions',
]);
/** Flags whose value is the next word. */
const VALUED = new Set([
  ...['--load-restrictor', '--reorder', '--helm-kube-version', '--helm-api-versions'],
  ...['--helm-command', '--env', '-e', '--mount', '--network-name', '--output', '-o'],
]);

export interface BuildFlags {
  readonly flags: readonly string[];
  /** What is not handed on: it would run programs, reach the network, or write elsewhere. */
  readonly leftOut: readonly string[];
}

/** `kustomize.buildOptions` of argocd-cm, split as Argo CD does: at spaces, without quotes. */
export function buildFlags(options: string): BuildFlags {
  const flags: string[] = [];
  const leftOut: string[] = [];
  const words = options.split(/\s+/).filter((word) => word !== '');
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const value = equals < 0 && VALUED.has(name) ? words[++index] : undefined;
    const whole = value === undefined ? word.replace(/=true$/, '') : `${name}=${value}`;
    if (KEPT.has(name)) flags.push(whole);
    else leftOut.push(name);
  }
  return { flags, leftOut };
}
