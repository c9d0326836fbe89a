import { stripVTControlCharacters } from 'node:util';
import type { Row } from './Row.ts';

/** The screen of the person who runs the test. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a display shows beside the row. */
export interface Headline {
  readonly title: string;
  readonly address: string;
  readonly totalSeconds: number;
  readonly phase: string;
  readonly people: number;
  readonly news: readonly string[];
}

/** How often a plain line is written where there is no terminal, in seconds. */
const plainEvery = 5;

/** Shows how a test goes: a table that is written anew each second, or plain lines where there is no terminal. */
export class Live {
  readonly #screen: Screen;
  #lines = 0;
  #said = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  say(text: string): void {
    this.#clear();
    this.#screen.write(`${text}\n`);
  }

  show(row: Row, head: Headline): void {
    for (const news of head.news.slice(this.#said)) this.say(`  ${clock(row.second ?? 0)}  ${news}`);
    this.#said = head.news.length;
    if (!this.#screen.isTTY) {
      if ((row.second ?? 0) % plainEvery === 0) this.#screen.write(`${plainLine(row, head)}\n`);
      return;
    }
    this.#clear();
    const width = Math.max(40, Math.min(110, this.#screen.columns ?? 80));
    const lines = tableOf(row, head, width).map((line) => cut(line, width));
    this.#screen.write(`${lines.join('\n')}\n`);
    this.#lines = lines.length;
  }

  /** The table stays on the screen as it is. */
  end(): void {
    this.#lines = 0;
  }

  #clear(): void {
    if (this.#lines > 0) this.#screen.write(`\u001b[${this.#lines}A\u001b[J`);
    this.#lines = 0;
  }
}

const bold = (text: string) => `\u001b[1m${text}\u001b[22m`;
const dim = (text: string) => `\u001b[2m${text}\u001b[22m`;
const coloured = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[39m`;
const [green, yellow, red] = [coloured(32), coloured(33), coloured(31)];

function graded(value: number | undefined, text: string, good: number, fair: number): string {
  if (value === undefined) return dim('–');
  return value <= good ? green(text) : value <= fair ? yellow(text) : red(text);
}

function tableOf(row: Row, head: Headline, width: number): string[] {
  const here = row.present ?? 0;
  const share = Math.min(1, here / Math.max(1, head.people));
  const barWidth = Math.max(10, Math.min(30, width - 50));
  const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');
  const failed = row.failed ? red(`  ${row.failed} failed`) : '';
  const waiting = row.waiting ? yellow(`  ${row.waiting} wait outside`) : '';
  const lines = [
    `${bold(head.title)}  ${dim(head.address)}`,
    `${head.phase}  ${clock(row.second ?? 0)} of ${clock(head.totalSeconds)}`,
    '',
    line('People', `${bar} ${here} of ${head.people}${waiting}${failed}`),
    line('Joining', delays(row.joinP50Ms, row.joinMaxMs, [2_000, 5_000])),
    line('Sound', `${delays(row.soundP50Ms, row.soundP99Ms, [150, 400])}  ${lost(row.soundLossPercent)}`),
    line('All media', `${(row.packets ?? 0).toLocaleString('en')} packets  ${lost(row.lossPercent)}`),
    line('Chat', `${row.messages ?? 0} written  ${delays(row.chatP50Ms, row.chatP99Ms, [100, 500])}`),
  ];
  if (row.boardP50Ms !== undefined || row.strokes)
    lines.push(line('Board', `${row.strokes ?? 0} strokes  ${delays(row.boardP50Ms, row.boardP99Ms, [200, 1_000])}`));
  if (row.browserFps !== undefined || row.concealedPercent !== undefined)
    lines.push(
      line(
        'Browsers',
        [
          `${(row.browserFps ?? 0).toFixed(0)} frames/s`,
          graded(row.frozenSeconds, `${(row.frozenSeconds ?? 0).toFixed(1)} s frozen`, 0, 0.5),
          graded(row.concealedPercent, `${(row.concealedPercent ?? 0).toFixed(1)} % sound made up`, 1, 5),
          row.pictureMs === undefined ? '' : `picture ${row.pictureMs.toFixed(0)} ms late`,
        ].join('  '),
      ),
    );
  const server = row.serverMiB === undefined ? '' : `  server ${row.serverMiB.toFixed(0)} MiB`;
  lines.push(
    line('This machine', `${graded(row.botsCpu, percent(row.botsCpu), 0.7, 0.85)} of a core, busiest process${server}`),
  );
  return lines;
}

export function plainLine(row: Row, head: Headline): string {
  const part = (name: string, value: number | undefined, unit: string) =>
    value === undefined ? [] : [`${name} ${Math.round(value * 100) / 100}${unit}`];
  return [
    clock(row.second ?? 0),
    head.phase.toLowerCase(),
    `${row.present ?? 0}/${head.people} people`,
    ...(row.waiting ? [`${row.waiting} outside`] : []),
    ...(row.failed ? [`${row.failed} failed`] : []),
    `${row.packets ?? 0} packets`,
    ...part('lost', row.lossPercent, ' %'),
    ...part('sound', row.soundP50Ms, ' ms'),
    ...part('chat', row.chatP50Ms, ' ms'),
    ...part('board', row.boardP50Ms, ' ms'),
    ...part('cpu', row.botsCpu, ''),
  ].join('  ');
}

function line(name: string, value: string): string {
  return `  ${name.padEnd(14)}${value}`;
}

type Bounds = readonly [good: number, fair: number];

/** A typical and the worst delay. */
function delays(typical: number | undefined, worst: number | undefined, [good, fair]: Bounds): string {
  if (typical === undefined) return dim('–');
  return `${graded(typical, `${time(typical)} typical`, good, fair)}, ${time(worst ?? typical)} at worst`;
}

function time(value: number): string {
  return value >= 1_000 ? `${(value / 1_000).toFixed(1)} s` : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function lost(value: number | undefined): string {
  return value === undefined ? dim('nothing came') : graded(value, `${value.toFixed(2)} % lost`, 0.1, 1);
}

function percent(value: number | undefined): string {
  return `${((value ?? 0) * 100).toFixed(0)} %`;
}

/** `01:05` or `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return whole >= 3_600 ? `${Number(h)}:${m}:${s}` : `${m}:${s}`;
}

/** Cuts a line at the width, not counting what is not seen; a line that breaks would spoil the next table. */
function cut(text: string, width: number): string {
  const plain = stripVTControlCharacters(text);
  return plain.length <= width ? text : `${plain.slice(0, width - 1)}…`;
}
