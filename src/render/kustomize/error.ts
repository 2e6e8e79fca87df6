import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManifestError } from '../../errors.ts';
import { parseYaml, splitDocuments } from '../../source/bulk.ts';
import { locateInDocument } from '../../source/positions.ts';
import { INSTALL_HELM, isNetworkFailure, missingProgram, withoutTree } from '../program/program.ts';
import type { Root, Tree } from '../types.ts';
import type { Graph, Layer, Reference } from './graph.ts';

/** What kustomize said, down to what can be acted on: it wraps every message once per layer. */
export function kustomizeError(root: Root, tree: Tree, graph: Graph, stderr: string): ManifestError {
  const said = withoutTree(stderr, tree.dir);
  if (/"helm": executable file not found/.test(said)) return missingProgram('helm', root.path, INSTALL_HELM);
  if (/must specify --enable-helm/.test(said))
    return new ManifestError(
      'RENDER_FAILED',
      `kustomize cannot render ${root.path}: its charts are not built`,
      {
        hint: 'let its deployer build them: kustomize.buildOptions: --enable-helm',
      },
    );
  const plugin = /external plugins disabled; unable to load external plugin '([^']+)'/.exec(said)?.[1];
  if (plugin !== undefined) return needsPlugin(root, plugin);
  const missing = graph.missing.find(({ entry }) => said.includes(entry.replace(/^(\.\.?\/)+/, '')));
  if (missing !== undefined) return missingFile(root, graph, missing);
  const remote = graph.remote.find((entry) => said.includes(entry)) ?? graph.remote[0];
  if (isNetworkFailure(said) && (remote !== undefined || graph.helm)) return offline(root, remote, said);
  const broken = /ya?ml: /i.test(said) ? brokenYaml(graph, tree) : null;
  if (broken !== null) {
    const { message, facts, hint } = broken;
    return new ManifestError('RENDER_FAILED', `kustomize cannot render ${root.path}: ${message}`, {
      facts,
      hint,
    });
  }
  const { message, file } = innermost(said);
  return new ManifestError('RENDER_FAILED', `kustomize cannot render ${root.path}: ${message}`, {
    facts: file === null ? [] : [file],
    hint: hintFor(message, root, file),
  });
}

/** Programs of a repository are not started for a look at it; who deploys it may well run them. */
function needsPlugin({ path }: Root, plugin: string): ManifestError {
  return new ManifestError(
    'RENDERER_MISSING',
    `${path} needs the kustomize plugin ${plugin}: plugins are not run`,
    {
      hint: `look by hand: kustomize build --enable-alpha-plugins --enable-exec ${path}`,
    },
  );
}

/** kustomize names a line, but not of which document, and the file without its directory. */
function brokenYaml({ inputs }: Graph, tree: Tree): ManifestError | null {
  for (const file of inputs.filter((one) => /(\.ya?ml|Kustomization)$/.test(one))) {
    try {
      for (const { text, line } of splitDocuments(readFileSync(join(tree.dir, file), 'utf8')))
        parseYaml(text, file, line);
    } catch (error) {
      if (error instanceof ManifestError) return error;
    }
  }
  return null;
}

function missingFile(root: Root, graph: Graph, { file, path, entry }: Reference): ManifestError {
  const layer = graph.top === null ? null : layerOf(graph.top, file);
  // what a deployer put there before it was built has no line
  const line = layer === null || layer.written !== null ? null : locateInDocument(layer.text, path, null);
  const where = line === null ? file : `${file}:${line}`;
  const source = line === null ? undefined : layer?.text.split('\n')[line - 1];
  return new ManifestError('RENDER_FAILED', `kustomize cannot render ${root.path}: ${entry} does not exist`, {
    facts: [where, ...(source === undefined ? [] : [`${line} | ${source}`])],
    hint: `create ${entry}, or take it out of ${file}`,
  });
}

function layerOf(layer: Layer, file: string): Layer | null {
  if (layer.file === file) return layer;
  for (const one of [...layer.resources, ...layer.components]) {
    const found = typeof one === 'string' ? null : layerOf(one, file);
    if (found !== null) return found;
  }
  return null;
}

function offline(root: Root, remote: string | undefined, said: string): ManifestError {
  const repository = /"((?:https?|oci):\/\/[^"]+)"/.exec(said)?.[1];
  const what = remote ?? `a Helm chart${repository === undefined ? '' : ` from ${repository}`}`;
  const reason =
    said
      .trim()
      .split('\n')
      .findLast((line) => !line.startsWith(':')) ?? '';
  return new ManifestError('NEEDS_NETWORK', `${root.path} needs network: it includes ${what}`, {
    facts: [reason.replace(/^(?:error: )+/i, '')],
    hint: 'connect to the network, or copy it into the repository',
  });
}

const WRAPPERS =
  /(?:accumulating|merging) (?:resources|components) from '([^']+)': |accumulating (?:resources|components): |accumulat(?:ion|e) err='|recursed accumulation of path '[^']+': /g;

/** `accumulating resources: accumulation err='accumulating resources from 'a.yaml': REASON': must build at…` */
function innermost(said: string): { readonly message: string; readonly file: string | null } {
  const whole = said.replace(/^[\s\S]*?^error: /im, '').trim();
  const wrappers = [...whole.matchAll(WRAPPERS)];
  const last = wrappers.at(-1);
  const inner = whole.slice(last === undefined ? 0 : last.index + last[0].length);
  const message =
    inner.replace(/': (must build at directory|failed to run)[\s\S]*$/, '').split('\n')[0] ?? '';
  return { message, file: last?.[1] ?? null };
}

function hintFor(message: string, root: Root, file: string | null): string {
  if (/no matches for Id|no resource matches strategic merge patch|unable to find patch target/.test(message))
    return 'correct the kind and name in the patch, or take the patch out';
  if (/is not in or below/.test(message)) return 'move the file below the kustomization that names it';
  if (/shorthand flag: 'c' in -c|requires helm V3/.test(message))
    return 'install kustomize 5.8 or later: the one in this kubectl does not know Helm 4';
  if (/unknown field/.test(message)) return `correct that field in the kustomization of ${root.path}`;
  if (/already registered id|may not add resource/.test(message)) return 'name the resource only once';
  return file === null ? `run: kustomize build ${root.path}` : `correct ${file}`;
}
