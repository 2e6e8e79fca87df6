/** What programs put in front of the error that they hand on, and what is left of it. */
const WRAPPINGS: readonly (readonly [RegExp, string])[] = [
  // Argo CD
  [/^(?:Comparison|Sync|InvalidSpec|Unknown|Operation)Error: /, ''],
  [/^[Ff]ailed to (?:load (?:target|live) state|compare desired state to live state): /, ''],
  [/^[Ff]ailed last sync attempt(?: to [^:]{1,200})?: /, ''],
  [/^[Ff]ailed to generate manifests?(?: for source \d+ of \d+)?: /, ''],
  [/^Manifest generation error(?: \(cached\))?: /, ''],
  [/^(?:plugin sidecar failed\. )?error generating manifests?(?: in cmp)?: /, ''],
  [/^one or more [\w ()-]{1,60}, reason: /, ''],
  [/^`[^`]*` failed (?:exit status \d+|signal: \w+): /, ''],
  // Flux
  [/^[Kk]ustomize build failed: /, ''],
  [/^(\w+\/\S+) dry-run failed(?: \(\w+\)|, reason: \w+)?(?:, error)?: (?=[\w.-]+ "[^"]*" )/, ''],
  [/^(\w+\/\S+) dry-run failed(?: \(\w+\)|, reason: \w+)?(?:, error)?: /, '$1: '],
  [/^[Hh]ealth check failed after [^:]{1,40}: /, ''],
  [/^failed early due to stalled resources: /, 'stalled: '],
  // Helm
  [/^Helm \w+ failed(?: for release \S+ with chart \S+)?: /, ''],
  [/^(?:INSTALLATION|UPGRADE|ROLLBACK) FAILED: /, ''],
  [/^Upgrade "[^"]*" failed: /, ''],
  [/^release \S+ failed(?:, and has been [\w -]{1,80})?: /, ''],
  [/^failed to create resource: /, ''],
  [/^unable to build kubernetes objects from [\w ]{1,30}manifest: /, ''],
  [/^cannot patch "[^"]*" with kind \w+: (?=[\w.-]+ "[^"]*" )/, ''],
  // kubectl, which Argo CD applies with
  [/^error when \w+ "[^"]*": /, ''],
  [/^(?:unable to recognize|error validating) (?:""|"[^"]*"|data): /, ''],
  // whatever runs a program
  [/^(?:exit status \d+: ?)+/, ''],
  [/^(?:Error|error|ERROR): /, ''],
];

/** What says nothing, wherever it stands. */
const NOISE: readonly (readonly [RegExp, string])[] = [
  [/rpc error: code = \w+ desc = /g, ''],
  [/ \(retried \d+ times\)\.?/g, ''],
  [/\.? ?Retrying attempt #\d+ at [\d:]+[AP]M\.?/g, ''],
  [/failed to create typed patch object \(([^;()]{1,200}); [^,()]{1,100}, Kind=(\w+)\): /g, '$2 $1: '],
  [/failed to create typed patch object: /g, ''],
  [/Internal error occurred: (?=failed calling webhook)/g, ''],
  [/failed to call webhook: (?:Post "[^"]*": )?/g, ''],
  [/evalsymlink failure on '[^']*' ?: (?:lstat [^:]*: )?/g, ''],
  [/<path to cached source>\//g, ''],
  [/\/tmp\/(?:_argocd-repo\/)?[\w:.@-]{1,200}\//g, ''],
  [/ from ""(?=:)| namespace: ""/g, ''],
  [/ Use --debug flag to render out invalid YAML$/g, ''],
  [/ ensure CRDs are installed first$/g, ''],
];

/** Wrappings within wrappings: nobody nests them deeper. */
const DEEPEST = 24;

/** The error at the bottom of a chain of wrappings. */
export function unwrapped(line: string): string {
  const clean = NOISE.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line);
  return firstOfMany(kustomizes(helms(withoutWrappings(clean))));
}

function withoutWrappings(line: string): string {
  let text = line;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const before = text;
    for (const [pattern, instead] of WRAPPINGS) text = text.replace(pattern, instead);
    if (text === before) return text;
  }
  return text;
}

const LAYER =
  /accumulating (?:resources|components)(?: from '([^']+)')?: |accumulat(?:ion|e) err='|recursed accumulation of path '[^']+': |couldn't make target for path '[^']+': /g;

/** `accumulating resources: accumulation err='accumulating resources from 'a.yaml': REASON': must build at…`, per layer. */
function kustomizes(line: string): string {
  const layers = [...line.matchAll(LAYER)];
  const last = layers.at(-1);
  if (last === undefined) return line;
  const reason = line
    .slice(last.index + last[0].length)
    .replace(
      /': (?:must build at directory|failed to run|recursed accumulation|must resolve to a file).*$/,
      '',
    )
    .replace(/ in File: \S+$/, '');
  const file = layers.findLast(([, named]) => named !== undefined)?.[1];
  return file === undefined || reason.includes(file) ? reason : `${file}: ${reason}`;
}

const TEMPLATE =
  /([\w./-]{1,300}\.(?:ya?ml|tpl|txt|json)):(\d+)(?::\d+)?:? executing "[^"]*" at <([^>]*)>: /g;
const RAISED = /^execution error at \(([^():]{1,300}):(\d+)(?::\d+)?\): /;

/** A template that includes others fails once for each of them: the innermost has the line. Helm 4 writes no colon. */
function helms(line: string): string {
  const raised = line.replace(RAISED, '$1:$2: ');
  const last = [...raised.matchAll(TEMPLATE)].at(-1);
  if (last === undefined) return raised;
  const [whole, file = '', number = '', expression = ''] = last;
  const reason = raised.slice(last.index + whole.length).replace(/^error calling \w+: /, '');
  return `${file}:${number}: ${expression}: ${reason}`;
}

/** Helm joins the failures of all objects. */
function firstOfMany(line: string): string {
  const [first = '', ...others] = line.split(' && ');
  return others.length === 0 ? line : `${first} (and ${others.length} more)`;
}
