import { join } from 'node:path';
import { repositoryRoot } from '../cache.ts';
import { isErrno } from '../servers/errno.ts';
import { attempt } from '../run.ts';

type Prerequisite = {
  readonly name: string;
  readonly args: readonly string[];
  readonly needed: string;
  readonly why: string;
  readonly remedy: string;
};

const prerequisites: readonly Prerequisite[] = [
  {
    name: 'go',
    args: ['version'],
    needed: '1.26',
    why: 'to build the Kubernetes control plane and the renderers that tests use',
    remedy: 'install it from https://go.dev/dl, or set GOTOOLCHAIN=auto so that an older go fetches it',
  },
  {
    name: 'git',
    args: ['--version'],
    needed: '2.30',
    why: 'because tests make repositories',
    remedy: 'install it with your package manager',
  },
  {
    name: 'npm',
    args: ['--version'],
    needed: '10.0',
    why: 'to install and pack',
    remedy: 'install Node.js 22.19 or newer',
  },
  {
    name: 'python3',
    args: ['-m', 'pip', '--version'],
    needed: '20.0',
    why: 'to install pre-commit, by whose hooks the tests push',
    remedy: 'install python3 and its pip with your package manager',
  },
];

/** Throws one error that lists every tool that is missing or too old, so that nobody fixes them one by one. */
export async function checkPrerequisites(): Promise<void> {
  const problems = await Promise.all(prerequisites.map(problemOf));
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new Error(['tests cannot start', ...found].join('\n'));
}

async function problemOf(tool: Prerequisite): Promise<string | undefined> {
  const found = await versionOf(tool);
  if (found !== undefined && isAtLeast(found, tool.needed)) return undefined;
  const state = found === undefined ? 'was not found' : `is version ${found}`;
  return `${tool.name} ${state}, version ${tool.needed} or newer is needed ${tool.why}\nhint: ${tool.remedy}`;
}

/** go is asked inside the Go module, because there it may switch to a newer toolchain of its own. */
async function versionOf(tool: Prerequisite): Promise<string | undefined> {
  try {
    const { code, stdout, stderr } = await attempt(tool.name, tool.args, {
      cwd: join(repositoryRoot, 'test/controlplane'),
    });
    return /\d+\.\d+(\.\d+)?/.exec(code === 0 ? stdout : stderr)?.[0] ?? 'unknown';
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

export function isAtLeast(found: string, needed: string): boolean {
  const [foundMajor = 0, foundMinor = 0] = found.split('.').map(Number);
  const [major = 0, minor = 0] = needed.split('.').map(Number);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}
