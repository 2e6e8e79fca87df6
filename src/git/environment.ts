type Env = Readonly<Record<string, string | undefined>>;

/**
 * What `git rev-parse --local-env-vars` names: set in hooks, and stronger than any directory a child is started in.
 * The caller's own settings (GIT_CONFIG_COUNT, `git -c`) stay, as git itself passes them on to submodules: without
 * them a repository that was just opened might be refused.
 */
const LOCAL: ReadonlySet<string> = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_CONFIG',
  'GIT_OBJECT_DIRECTORY',
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_GRAFT_FILE',
  'GIT_INDEX_FILE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_REPLACE_REF_BASE',
  'GIT_PREFIX',
  'GIT_SHALLOW_FILE',
  'GIT_COMMON_DIR',
  'GIT_INTERNAL_SUPER_PREFIX',
]);
const KEPT: ReadonlySet<string> = new Set(['GIT_CONFIG_PARAMETERS', 'GIT_CONFIG_COUNT']);

/** An environment in which programs that run git find the repository by directory. `more`: what git itself names. */
export function withoutRepository(env: Env, more: readonly string[] = []): Env {
  const local = new Set([...LOCAL, ...more]);
  return Object.fromEntries(Object.entries(env).filter(([name]) => KEPT.has(name) || !local.has(name)));
}

/** For git alone: no questions, no locks taken in passing, messages that can be read. */
export function quiet(env: Env): Env {
  return { ...env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', LANGUAGE: '' };
}

/**
 * For git that asks a partial clone about objects it may not have: older git knows no GIT_NO_LAZY_FETCH, and is
 * stopped by having no transport that it may use.
 */
export const NO_NETWORK: Readonly<Record<string, string>> = {
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: '',
};
