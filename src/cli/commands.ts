import type { Options } from 'yargs';
import type { Argv } from '../argv.ts';
import type { Deps } from '../deps.ts';
import type { ExitCode } from '../errors.ts';
import { COMMON } from './options.ts';

/** One command: what help shows, and where its body is. Bodies are loaded only when they run. */
export interface CommandSpec {
  readonly name: string;
  readonly usage: string;
  readonly describe: string;
  readonly options: Readonly<Record<string, Options>>;
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Whether it ever changes a cluster or a work tree: a test holds every reading command to it. */
  readonly writes: boolean;
  readonly load: () => Promise<(argv: Argv, deps: Deps) => Promise<ExitCode>>;
}

const OUTPUT: Options = {
  alias: 'o',
  choices: ['text', 'json', 'yaml', 'name', 'diff'],
  default: 'text',
  describe: 'Form of the report',
  requiresArg: true,
};

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'diff',
    usage: 'diff [TARGET...]',
    describe: 'Show where the cluster left git: which field, whose change, which line declares it',
    options: {
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
      selector: {
        alias: 'l',
        type: 'string',
        requiresArg: true,
        describe: 'Only objects with these labels (a=b,c!=d,e in (f,g))',
      },
      'all-namespaces': {
        alias: 'A',
        type: 'boolean',
        default: false,
        describe: 'Objects of every namespace (the default without -n)',
      },
      revision: {
        type: 'string',
        requiresArg: true,
        describe: 'Compare with this commit instead of the work tree',
      },
      verify: {
        type: 'boolean',
        default: false,
        describe: 'Ask the server about every object, not only the doubtful ones',
      },
      'show-ignored': {
        type: 'boolean',
        default: false,
        describe: 'Show ignored changes too, each with its rule',
      },
      'exit-zero': { type: 'boolean', default: false, describe: 'Exit 0 although there are differences' },
      output: OUTPUT,
      ...COMMON,
    },
    examples: [
      ['kubectl gitops diff', 'the whole repository against the current context'],
      ['kubectl gitops diff ./apps/web/overlays/prod', 'one root'],
      ['kubectl gitops diff deployment/web -o json', 'one object, as data'],
      ['helm template ./chart | kubectl gitops diff -f -', 'whatever comes on standard input'],
    ],
    writes: false,
    load: async () => (await import('../commands/diff.ts')).diff,
  },
  {
    name: 'version',
    usage: 'version',
    describe: 'Print the version of kubectl-gitops',
    options: {},
    examples: [],
    writes: false,
    load: async () => (await import('../commands/version.ts')).version,
  },
];
