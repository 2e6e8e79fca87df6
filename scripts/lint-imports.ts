import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/**
 * The shape of the house, held: which folder may import which, which folders stay pure, and the one file that
 * imports each library.
 */
const root = dirname(import.meta.dirname);

/** Folders of src/ that a folder may import besides itself and the files at the top of src/. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  cli: ['commands'],
  commands: ['engine', 'hook', 'output', 'push', 'shim', 'source', 'terminal'],
  engine: [
    ...[
      'applyset',
      'cluster',
      'config',
      'crd',
      'discover',
      'drift',
      'git',
      'guard',
      'health',
      'output',
      'push',
      'render',
      'shim',
      'source',
      'status',
    ],
  ],
  applyset: ['drift'],
  config: ['source'],
  discover: ['render', 'drift', 'gotemplate', 'source'],
  gotemplate: [],
  render: ['source', 'git'],
  guard: ['drift'],
  push: ['drift', 'crd'],
  crd: ['drift'],
  output: ['drift', 'guard', 'push', 'status'],
  cluster: ['source'],
  drift: [],
  health: [],
  git: [],
  hook: ['git', 'source'],
  patterns: [],
  shim: [],
  source: [],
  status: ['health'],
  terminal: [],
};
/** Ways to match text: for every folder, as the files at the top of src/ are. */
const FOR_ALL = ['patterns'];
const PURE = [
  'applyset',
  'crd',
  'drift',
  'gotemplate',
  'guard',
  'health',
  'output',
  'patterns',
  'push',
  'source',
  'status',
];
const IMPURE = /^(node:(fs|child_process|https?|net|os|process)|execa|@kubernetes\/client-node)/;
/** Types alone cross a border freely: they are gone when the program runs. */
const IMPORT = /^(?:import|export)\s+(?!type\b)[^'";]*?from\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

const complaints: string[] = [];
const importers = new Map<string, Set<string>>();

for (const file of globSync('src/**/*.ts', { cwd: root })) {
  const path = file.replaceAll('\\', '/');
  const folder = path.split('/').length > 2 ? (path.split('/')[1] ?? '') : '';
  const text = readFileSync(join(root, file), 'utf8');
  for (const [, from, dynamic] of text.matchAll(IMPORT)) {
    const target = from ?? dynamic ?? '';
    if (PURE.includes(folder) && IMPURE.test(target))
      complaints.push(`${path}: ${folder}/ is pure and imports ${target}`);
    if (target.startsWith('.')) checkFolder(path, folder, posix.join(posix.dirname(path), target));
    else if (!target.startsWith('node:'))
      importers.set(library(target), (importers.get(library(target)) ?? new Set()).add(path));
  }
}
for (const [name, files] of importers) {
  if (files.size > 1) complaints.push(`${name} is imported by more than one file: ${[...files].join(', ')}`);
}

function checkFolder(path: string, folder: string, target: string): void {
  const parts = target.split('/');
  const other = parts.length > 2 ? (parts[1] ?? '') : '';
  if (folder === '' || other === '' || other === folder || FOR_ALL.includes(other)) return;
  if (!(ALLOWED[folder] ?? []).includes(other))
    complaints.push(`${path}: ${folder}/ may not import ${other}/ (${target})`);
}

function library(specifier: string): string {
  const [scope = '', name] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
process.exitCode = complaints.length === 0 ? 0 : 1;
