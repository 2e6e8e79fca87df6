export type HelmMajor = 3 | 4;

interface Bundle {
  readonly image: RegExp;
  /** The first release that renders with Helm 4. */
  readonly four: readonly [major: number, minor: number];
}

/** Argo CD bundles Helm 4 since 3.6, Flux's helm-controller since 1.5 (Flux 2.8): their own release notes. */
const BUNDLES: readonly Bundle[] = [
  { image: /(?:^|\/)argocd:v?(\d+)\.(\d+)\./, four: [3, 6] },
  { image: /(?:^|\/)helm-controller:v?(\d+)\.(\d+)\./, four: [1, 5] },
];

/** Which Helm a deployer renders charts with, told by its image; null: it cannot be told (a fork, a digest). */
export function helmOfImage(image: string): HelmMajor | null {
  for (const { image: pattern, four } of BUNDLES) {
    const [, major = '', minor = ''] = pattern.exec(image) ?? [];
    if (major === '') continue;
    const isFour = Number(major) > four[0] || (Number(major) === four[0] && Number(minor) >= four[1]);
    return isFour ? 4 : 3;
  }
  return null;
}
