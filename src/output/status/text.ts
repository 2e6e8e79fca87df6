import { asTree } from '../../status/state.ts';
import type { AppState, AppStatus, StatusReport } from '../../status/types.ts';
import type { TextStyle } from '../types.ts';
import { age } from '../words/age.ts';
import { columnsOf, padded } from '../words/columns.ts';
import { cut } from '../words/cut.ts';
import { oneLine } from '../words/escape.ts';
import { type Painter, painter } from '../words/style.ts';
import { counted } from '../words/value.ts';

const HEADS = ['APP', 'STATE', 'DEPLOYED', 'HEALTH', ''] as const;
/** Of names and subjects, so that what matters stays in sight. */
const WIDEST = 44;

interface Row {
  readonly state: AppState;
  readonly cells: readonly string[];
}

/** One table of all apps, children below what declares them, and a last line that sums up. */
export function statusText(report: StatusReport, style: TextStyle): string {
  const paint = painter(style.color);
  const rows = asTree(report.apps).map(({ app, depth }) => rowOf(app, depth, style.now));
  const lines = rows.length === 0 ? [] : table(rows, style, paint);
  return `${[...lines, sum(report)].join('\n')}\n`;
}

function rowOf(app: AppStatus, depth: number, now: number): Row {
  const { name, state, behind, destination } = app;
  const word = state === 'behind' ? `behind by ${counted(behind ?? 0, 'commit')}` : state;
  const where = destination === null ? '' : ` → ${destination}`;
  return {
    state,
    cells: [
      cut(`${'  '.repeat(depth)}${oneLine(name)}${oneLine(where)}`, WIDEST),
      word,
      deployedText(app, now),
      app.health,
      remark(app),
    ],
  };
}

function deployedText({ deployed }: AppStatus, now: number): string {
  if (deployed === null) return '-';
  const { revision, subject, time } = deployed;
  const short = /^[0-9a-f]{40}/.test(revision) ? revision.slice(0, 7) : revision;
  const what = subject === null ? '' : ` ${cut(oneLine(subject), 30)}`;
  return oneLine(`${short}${what}${time === null ? '' : `, ${age(time, now)}`}`);
}

/** Why it is not simply fine: the first thing that somebody would ask. */
function remark({ error, state, healthMessage, drifted }: AppStatus): string {
  if (error !== null) return oneLine(error);
  if (state === 'synced') return '';
  const left = drifted === null || drifted === 0 ? null : `${counted(drifted, 'object')} left git`;
  // where there is nothing but the word, it stands in its own column already
  const health = healthMessage?.startsWith('Argo CD calls it') === true ? null : healthMessage;
  return oneLine([left, health].filter((one) => one !== null).join('; '));
}

function table(rows: readonly Row[], { tty, columns }: TextStyle, paint: Painter): readonly string[] {
  const widths = HEADS.map((head, column) =>
    Math.max(columnsOf(head), ...rows.map(({ cells }) => columnsOf(cells[column] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : padded(cell, widths[column] ?? 0)))
      .join('  ');
  const fitted = (text: string) => (tty ? cut(text, columns) : text).trimEnd();
  return [
    paint.dim(fitted(line(HEADS))),
    ...rows.map(({ state, cells }) => {
      const text = fitted(line(cells));
      return state === 'synced' ? text : paint.state(state, text);
    }),
  ];
}

const ORDER: readonly AppState[] = [
  'synced',
  'behind',
  'syncing',
  'drifted',
  'degraded',
  'failed',
  'suspended',
  'unknown',
];

function sum({ apps }: StatusReport): string {
  const counts = ORDER.map((state) => [state, apps.filter((app) => app.state === state).length] as const);
  const said = counts.filter(([state, count]) => state === 'synced' || count > 0);
  return `${counted(apps.length, 'app')}: ${said.map(([state, count]) => `${count} ${state}`).join(', ')}`;
}
