import { build } from 'esbuild';
import { expect, it } from 'vitest';

/** Files that the entry chunk, and every chunk it loads at once, are made of. */
async function loadedAtStart(): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: { app: 'src/bin.ts' },
    outdir: 'out',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const open = Object.keys(metafile.outputs).filter(
    (name) => metafile.outputs[name]?.entryPoint === 'src/bin.ts',
  );
  const seen = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const one of metafile.outputs[name]?.imports ?? [])
      if (one.kind === 'import-statement' && !one.external) open.push(one.path);
  }
  return [...seen].flatMap((name) => Object.keys(metafile.outputs[name]?.inputs ?? {}));
}

it('loads neither a client nor a parser nor a child process for --help', async () => {
  const files = await loadedAtStart();
  expect(files).toContain('src/cli/cli.ts');
  expect(
    files.filter((file) =>
      /node_modules\/(@kubernetes|execa|yaml|js-yaml|jsondiffpatch|jq-wasm|diff|@marcbachmann|re2js)\/|src\/(cluster|crd|engine|render|git)\//.test(
        file,
      ),
    ),
  ).toEqual([]);
});
