import { openRepository } from '../../src/git/repository.ts';
import { treeAt } from '../../src/git/commits/trees.ts';
import { depsIn } from './fixture-deps.ts';

/** A program that lays a tree out and never removes it: it ends by itself, or fails. */
const [dir = '', how] = process.argv.slice(2);
const deps = depsIn(dir);
const repository = await openRepository(deps);
if (repository === null) throw new Error(`no repository in ${dir}`);
const tree = await treeAt(repository, 'HEAD', deps);
process.stdout.write(`${tree.dir}\n`);
if (how === 'fail') throw new Error('something else went wrong');
