/** A git URL, taken apart as far as it says which repository is meant. */
interface Place {
  /** How it is spoken to: a port says something only beside another of the same kind. */
  readonly kind: 'ssh' | 'http' | 'file' | 'git';
  readonly host: string;
  readonly port: string;
  readonly path: string;
}

const DEFAULT_PORTS: Readonly<Record<Place['kind'], string>> = {
  ssh: '22',
  http: '443',
  file: '',
  git: '9418',
};
/** Hosts that serve SSH under another name, or on the port that firewalls let through. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
  'ssh.dev.azure.com': 'dev.azure.com',
  'vs-ssh.visualstudio.com': 'dev.azure.com',
};

/**
 * Whether two URLs mean the same repository, however they are written: over SSH or HTTPS, as `git@host:path`, with
 * `.git` or without, in any case. Forges serve one repository under both, so a login and a port of another kind do not count.
 */
export function sameRepository(one: string, other: string): boolean {
  const [a, b] = [placeOf(one), placeOf(other)];
  if (a === null || b === null) return one === other;
  if (a.kind === 'file' || b.kind === 'file') return a.kind === b.kind && a.path === b.path;
  return a.host === b.host && sameText(a.path, b.path) && (a.kind !== b.kind || a.port === b.port);
}

/** The matcher for a repository that has these URLs. */
export function isOneOf(urls: readonly string[]): (url: string) => boolean {
  const known = new Map<string, boolean>();
  return (url) => {
    const found = known.get(url) ?? urls.some((own) => sameRepository(own, url));
    known.set(url, found);
    return found;
  };
}

/** null: it is no URL, but a name or a relative path. */
function placeOf(text: string): Place | null {
  const url = text.trim();
  if (url.startsWith('/')) return { kind: 'file', host: '', port: '', path: withoutSuffix(url) };
  // `host:path`, which no scheme begins: git's own short form of SSH
  const short = /^(?:[^@/\s]+@)?(\[[^\]\s]+\]|[^:/@\s]+):(?!\/\/)(.*)$/.exec(url);
  if (short !== null) return placed('ssh', short[1] ?? '', '', short[2] ?? '');
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port, pathname } = new URL(url);
  const kind = kindOf(protocol);
  if (kind === null) return null;
  if (kind === 'file') return { kind, host: '', port: '', path: withoutSuffix(decoded(pathname)) };
  // the port that plain http means is not the one of https
  return placed(kind, hostname, protocol === 'http:' && port === '' ? '80' : port, decoded(pathname));
}

function kindOf(protocol: string): Place['kind'] | null {
  if (/^(?:git\+)?ssh:$/.test(protocol)) return 'ssh';
  if (/^(?:git\+)?https?:$/.test(protocol)) return 'http';
  if (protocol === 'file:' || protocol === 'git:') return protocol === 'git:' ? 'git' : 'file';
  return null;
}

function placed(kind: Place['kind'], host: string, port: string, path: string): Place {
  const named = host.toLowerCase();
  const known = Object.hasOwn(OTHER_NAMES, named) ? OTHER_NAMES[named] : undefined;
  return {
    kind,
    host: known ?? named,
    port: known === undefined && port !== DEFAULT_PORTS[kind] ? port : '',
    path: asOnTheWeb(known ?? named, withoutSuffix(path).replace(/^\/+/, '')),
  };
}

/** Azure DevOps and Bitbucket Server put another word into the path of each protocol. */
function asOnTheWeb(host: string, path: string): string {
  if (host === 'dev.azure.com') return path.replace(/^v3\//, '').replace(/^([^/]+\/[^/]+)\/_git\//, '$1/');
  return path.replace(/^scm\//, '');
}

function withoutSuffix(path: string): string {
  return path.replace(/\/+$/, '').replace(/\.git$/i, '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
