import { type Discovery, discover, keptDiscovery } from '../../cluster/discovery.ts';
import type { Http } from '../../cluster/http.ts';
import { readConnection } from '../../cluster/login/kubeconfig.ts';
import type { Deps } from '../../deps.ts';
import { decide } from '../../guard/decide.ts';
import type { GuardReport } from '../../guard/types.ts';
import { openStore } from '../../store.ts';
import { resourcesNamed } from '../filter.ts';
import { clusterIdFor } from '../memory/cluster-id.ts';
import { openMemory } from '../memory/memory.ts';
import { reach } from '../open/connect.ts';
import type { Query } from '../query.ts';
import type { Asked } from './asked.ts';
import { explainRefusals } from './explain.ts';
import { findObjects, type Where } from './find.ts';
import { refreshHere } from './refresh.ts';
import { type Known, subjectsOf } from './subjects.ts';

/** A decision, and what it was made of. */
export interface Judged {
  readonly report: GuardReport;
  readonly known: readonly Known[];
  readonly where: Where;
}

/**
 * Whether a command may go on. Costs one request for each object it names, one for the deployer of an owned one;
 * everything else is known from before. Throws ClusterError where the cluster cannot be asked.
 */
export async function judge(
  asked: Asked,
  command: readonly string[],
  query: Query,
  deps: Deps,
): Promise<Judged> {
  const connection = readConnection(deps, query);
  const { http, key } = await reach(connection, query, deps);
  const discovery = await discoveryFor(asked, http, key, deps);
  const memory = openMemory(await clusterIdFor(key, http, deps), deps);
  const where = { http, discovery, namespace: connection.namespace ?? 'default' };
  const [found] = await Promise.all([findObjects(asked, where), refreshHere(query, memory, deps)]);
  const known = await subjectsOf(found, asked, memory, where, deps.now);
  const decision = decide(known.map(({ subject }) => subject));
  const explanations =
    decision.verdict === 'allow'
      ? []
      : await explainRefusals(known, decision.reasons, {
          changes: asked.changes,
          schemas: openStore(deps, 'schema'),
          server: key,
        });
  const report = { decision, verb: asked.verb, context: connection.context, command, explanations };
  return { report, known, where };
}

/** What the server served last time will do, as long as it knows every word. */
async function discoveryFor(asked: Asked, http: Http, key: string, deps: Deps): Promise<Discovery> {
  const store = openStore(deps, 'discovery');
  const kept = keptDiscovery(store, key);
  return kept !== null && knows(kept, asked) ? kept : discover(http, store, key);
}

function knows(discovery: Discovery, { targets, manifests }: Asked): boolean {
  return (
    targets.every(({ resource }) => resourcesNamed(resource, discovery).length > 0) &&
    manifests.every(({ apiVersion, kind }) => discovery.find(apiVersion, kind) !== undefined)
  );
}
