import type { ObjectDrift, ObjectStatus } from '../drift/types.ts';
import { columnsOf, padded } from './words/columns.ts';
import { oneLine } from './words/escape.ts';
import type { Painter } from './words/style.ts';

/** Beyond this a single long name would push every other line's columns out of sight. */
const WIDEST = 56;

export interface HeaderColumns {
  readonly title: number;
  readonly status: number;
}

type Headed = Pick<ObjectDrift, 'object' | 'status' | 'app'>;

/** Widths that line the headers up; zero leaves them ragged, for pipes. */
export function headerColumns(objects: readonly Headed[], tty: boolean): HeaderColumns {
  if (!tty) return { title: 0, status: 0 };
  const titles = objects.map((object) => columnsOf(titleOf(object))).filter((length) => length <= WIDEST);
  const statuses = objects.map(({ status }) => wordOf(status).length);
  return { title: Math.max(0, ...titles) + 2, status: Math.max(0, ...statuses) + 1 };
}

/** `apps/v1 Deployment shop/web    drifted   apps/web/overlays/prod  (argocd/shop-web)`, and what else is to be noted. */
export function header(
  object: Headed,
  columns: HeaderColumns,
  paint: Painter,
  note: readonly string[] = [],
): string {
  const title = padded(titleOf(object), columns.title);
  const status = wordOf(object.status).padEnd(columns.status);
  const rest = [...appOf(object), ...note].map(paint.dim);
  const parts = [paint.title(title), paint.status(object.status, status), ...rest];
  return parts.join('  ').trimEnd();
}

function titleOf({ object }: Headed): string {
  const namespace = object.namespace === null ? '' : `${object.namespace}/`;
  return oneLine(`${object.apiVersion} ${object.kind} ${namespace}${object.name}`);
}

function wordOf(status: ObjectStatus): string {
  return status === 'inSync' ? 'in sync' : status;
}

function appOf({ app }: Headed): readonly string[] {
  if (app === null) return [];
  return app.name === app.root ? [oneLine(app.root)] : [oneLine(app.root), `(${oneLine(app.name)})`];
}
