import type { Ran } from '../../io.ts';
import { NO_NETWORK } from '../environment.ts';
import type { LocatedRepository } from '../repository.ts';
import { differenceArgs, listingArgs } from '../commits/view.ts';
import type { RefLine } from './lines.ts';

/**
 * The same repository, asked already for what two commits hold, while it is still looked up whether they are here and
 * are commits. Of what it cannot tell from what is here it is asked again by whoever wants to know.
 */
export function askedAhead(repository: LocatedRepository, lines: readonly RefLine[]): LocatedRepository {
  const [line, ...more] = lines;
  // many refs have many bases, which may turn out to be others; nothing but a plain push is as frequent
  if (line === undefined || more.length > 0 || line.localOid === null || line.remoteOid === null)
    return repository;
  const asked = new Map(
    [listingArgs(line.localOid), differenceArgs(line.remoteOid, line.localOid)].map((args) => {
      const answer = repository.git(args, { env: NO_NETWORK });
      // whoever never wants to know is told nothing
      answer.catch(() => undefined);
      return [keyOf(args), answer] as const;
    }),
  );
  const git: LocatedRepository['git'] = async (args, options): Promise<Ran> => {
    const known = options === undefined ? await asked.get(keyOf(args)) : undefined;
    return known?.code === 0 ? known : repository.git(args, options);
  };
  return { ...repository, git };
}

function keyOf(args: readonly string[]): string {
  return args.join('\0');
}
