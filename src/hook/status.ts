import type { Deps } from '../deps.ts';
import { diagnose, type Reason } from './diagnose.ts';
import { setting } from './place.ts';
import type { World } from './plan.ts';
import { PROBE_REF, type Pushed, pushProbe } from './push.ts';
import { findSites, findWorld, type Site } from './ways/ways.ts';

export interface HookStatus {
  /** A push is asked about, and a refusal stops it. */
  readonly works: boolean;
  readonly sites: readonly Site[];
  /** The version of the plugin that answered; null: none did. */
  readonly version: string | null;
  /** null: it works. */
  readonly reason: Reason | null;
  /** What git and the hooks said, where that explains something. */
  readonly said: readonly string[];
}

/** Pushes for real, to a repository that is made for it; `before` is told first, since other hooks may run in it. */
export async function status(deps: Deps, before: () => void): Promise<HookStatus> {
  const world = await findWorld(deps);
  const sites = await findSites(world);
  before();
  const pushed = await pushProbe(
    world,
    sites.some(({ manager }) => manager === 'git-config'),
  );
  const reason = (await reasonOf(world, pushed)) ?? (await switchedOff(world));
  const works = reason === null;
  return {
    works,
    sites,
    version: pushed.answer?.version ?? null,
    reason,
    // a push that went through has nothing to explain
    said: works || pushed.moved ? [] : pushed.said.slice(0, 10),
  };
}

async function reasonOf(world: World, { answer, moved }: Pushed): Promise<Reason | null> {
  if (answer === null) return diagnose(world);
  if (!answer.refs.includes(PROBE_REF)) {
    return {
      what: 'the hook runs, and is not told what is pushed: something before it reads standard input',
      hint: 'put its lines before all others of the file',
    };
  }
  if (!moved) return null;
  return {
    what: 'the hook runs, and its refusal does not stop the push',
    hint: 'look for what hides its exit code, like || true',
  };
}

/** The hook answers, and would say nothing: settings that are read after the question whether it is there. */
async function switchedOff({ deps, place }: World): Promise<Reason | null> {
  if ((await setting(deps, place.repository, ['--get', 'gitops.prePush'])) !== 'off') return null;
  return { what: 'gitops.prePush is off', hint: 'git config --unset gitops.prePush' };
}
