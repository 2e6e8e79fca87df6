import type { AppSetCase } from './case.ts';
import { clusterCases } from './clusters.ts';
import { gitDirectories, gitFileCases } from './git.ts';
import { lists } from './lists.ts';
import { matrices } from './matrices.ts';
import { merges } from './merges.ts';
import { goTemplates, patches, templates } from './templates.ts';

/** What an ApplicationSet makes, by subject. */
export const subjects: Readonly<Record<string, readonly AppSetCase[]>> = {
  lists,
  gitDirectories,
  gitFiles: gitFileCases,
  clusters: clusterCases,
  matrices,
  merges,
  templates,
  patches,
  goTemplates,
};
