import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { buildTool } from '../test/support/programs/build.ts';
import { startCluster } from '../test/support/servers/cluster.ts';
import { installHookManagers } from '../test/support/programs/managers.ts';
import { withoutPrograms } from '../test/support/programs/path.ts';

/**
 * Runs the scripts of test/e2e against a real cluster: real kubectl, the built plugin, real git. Words on the command
 * line pick those whose names begin so.
 */
const root = dirname(import.meta.dirname);
const picked = process.argv.slice(2);
const scripts = readdirSync(join(root, 'test/e2e'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.sh') && !name.startsWith('_'))
  .filter((name) => picked.length === 0 || picked.some((start) => name.startsWith(start)))
  .sort();
const helm = await buildTool('helm3');
const jsonnet = await buildTool('jsonnet');
const gitLfs = await buildTool('git-lfs');
const managers = await installHookManagers();
const cluster = await startCluster();
const failed: string[] = [];
try {
  const readOnly = await cluster.readOnlyUser();
  for (const script of scripts) {
    const dir = mkdtempSync(join(tmpdir(), 'gitops-e2e-'));
    const programs = [cluster.kubectl, helm, jsonnet].map((program) => dirname(program));
    const path = [join(root, 'plugin'), ...programs, withoutPrograms(process.env.PATH ?? '')].join(delimiter);
    const namespace = await cluster.namespace('e2e');
    const env = {
      ...process.env,
      PATH: path,
      KUBECONFIG: cluster.kubeconfig,
      READ_ONLY_KUBECONFIG: readOnly,
      NAMESPACE: namespace,
      GIT_LFS: gitLfs,
      HOOK_NODE_MODULES: managers.nodeModules,
      PRE_COMMIT_BIN: managers.preCommitBin,
      PRE_COMMIT_PYTHONPATH: managers.pythonPath,
      PLUGIN: join(root, 'plugin/kubectl-gitops'),
      ROOT: root,
      LIB: join(root, 'test/e2e/_lib.sh'),
      XDG_CACHE_HOME: join(dir, '.cache'),
      XDG_STATE_HOME: join(dir, '.state'),
    };
    const { status, stdout, stderr } = spawnSync('sh', ['-eu', join(root, 'test/e2e', script)], {
      cwd: dir,
      env,
      encoding: 'utf8',
      timeout: 120_000,
    });
    process.stdout.write(`${status === 0 ? 'ok  ' : 'FAIL'} ${script}\n`);
    if (status !== 0) {
      failed.push(script);
      process.stdout.write(`${stdout}${stderr}\n`);
    }
    rmSync(dir, { recursive: true, force: true });
  }
} finally {
  await cluster.stop();
}
process.stdout.write(`${scripts.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length === 0 && scripts.length > 0 ? 0 : 1;
