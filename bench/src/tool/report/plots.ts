import type { columns, Row } from '../Row.ts';

/** One line of a plot: which column, its name, and its colour. */
interface Line {
  readonly column: (typeof columns)[number];
  readonly name: string;
  /** A colour of the report's style sheet. */
  readonly colour: 'one' | 'two' | 'three' | 'bad';
  readonly dashed?: true;
  readonly filled?: true;
}

interface Plot {
  readonly title: string;
  /** How to read it. */
  readonly words: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** The axis goes at least up to here, so that noise does not look like trouble. */
  readonly least: number;
}

/** All plots of a report; one without any figures is left out. */
const plots: readonly Plot[] = [
  {
    title: 'Who is there',
    words: 'The two lines should meet. A gap is people who wait, failed, or lost their line.',
    unit: '',
    least: 5,
    lines: [
      { column: 'expected', name: 'should be there', colour: 'two', dashed: true },
      { column: 'present', name: 'in the meeting', colour: 'one', filled: true },
      { column: 'offline', name: 'without a line', colour: 'bad' },
    ],
  },
  {
    title: 'Media that arrives',
    words: 'Packets of sound and pictures a second. It should stay level while nobody comes or goes.',
    unit: '/s',
    least: 10,
    lines: [{ column: 'packets', name: 'packets', colour: 'one', filled: true }],
  },
  {
    title: 'Lost on the way',
    words: 'At zero all is well. Below 0.1 % nobody notices; above 1 % speech breaks up.',
    unit: '%',
    least: 0.5,
    lines: [
      { column: 'lossPercent', name: 'all media', colour: 'two' },
      { column: 'soundLossPercent', name: 'sound', colour: 'bad' },
    ],
  },
  {
    title: 'How late the sound is',
    words: 'From one bot to another, without what browsers add. Rising lines mean that something queues.',
    unit: 'ms',
    least: 50,
    lines: [
      { column: 'soundP50Ms', name: 'typical', colour: 'one' },
      { column: 'soundP99Ms', name: 'one in a hundred', colour: 'two' },
    ],
  },
  {
    title: 'What the browsers see',
    words: 'Frames a second of each picture that moves. Dips are freezes, or pictures that the server held back.',
    unit: '/s',
    least: 30,
    lines: [{ column: 'browserFps', name: 'frames', colour: 'one', filled: true }],
  },
  {
    title: 'What the browsers had to make up',
    words: 'The share of sound that did not come in time.',
    unit: '%',
    least: 2,
    lines: [{ column: 'concealedPercent', name: 'made up', colour: 'bad', filled: true }],
  },
  {
    title: 'How late the picture is',
    words: 'From one browser to another, camera and decoder included; and how far the voice is behind the lips.',
    unit: 'ms',
    least: 300,
    lines: [
      { column: 'pictureMs', name: 'picture', colour: 'one' },
      { column: 'lipsMs', name: 'voice behind picture', colour: 'three', dashed: true },
    ],
  },
  {
    title: 'How late messages are',
    words: 'From writing in the chat to each copy.',
    unit: 'ms',
    least: 50,
    lines: [
      { column: 'chatP50Ms', name: 'typical', colour: 'one' },
      { column: 'chatP99Ms', name: 'one in a hundred', colour: 'two' },
    ],
  },
  {
    title: 'How late strokes are',
    words: 'From the end of a stroke on the whiteboard to each copy.',
    unit: 'ms',
    least: 50,
    lines: [
      { column: 'boardP50Ms', name: 'typical', colour: 'one' },
      { column: 'boardP99Ms', name: 'one in a hundred', colour: 'two' },
    ],
  },
  {
    title: 'How fast the server answers',
    words: 'The smallest request over HTTP, once a second.',
    unit: 'ms',
    least: 50,
    lines: [{ column: 'answerMs', name: 'answer', colour: 'one' }],
  },
  {
    title: 'Memory of the server',
    words: 'In a long test it must not go on growing.',
    unit: 'MiB',
    least: 100,
    lines: [{ column: 'serverMiB', name: 'memory', colour: 'one', filled: true }],
  },
  {
    title: 'What the server keeps open',
    words: 'Descriptors, timers and streams: they follow the people, and fall when people leave.',
    unit: '',
    least: 10,
    lines: [
      { column: 'serverDescriptors', name: 'descriptors', colour: 'one' },
      { column: 'serverTimers', name: 'timers', colour: 'two' },
      { column: 'serverStreams', name: 'streams', colour: 'three' },
    ],
  },
  {
    title: 'The machine that makes the load',
    words:
      'The busiest process of bots, in cores: above 0.85 the test proves nothing. And all cores together: at 1 the machine is full.',
    unit: '',
    least: 1,
    lines: [
      { column: 'botsCpu', name: 'busiest process', colour: 'three' },
      { column: 'machineBusy', name: 'all cores', colour: 'two', dashed: true },
    ],
  },
];

/** A plot with its figures: seconds first, then one list for each line; null where nothing was measured. */
export interface DrawnPlot extends Plot {
  readonly data: readonly (readonly (number | null)[])[];
}

export function plotsOf(rows: readonly Row[]): DrawnPlot[] {
  return plots.flatMap((plot) => {
    const lines = plot.lines.filter(({ column }) => rows.some((row) => row[column] !== undefined));
    // A line that is zero all the time and means trouble says nothing.
    const telling = lines.filter(
      ({ column, colour }) => column !== 'offline' || colour !== 'bad' || rows.some((row) => (row[column] ?? 0) > 0),
    );
    if (telling.length === 0) return [];
    const seconds = rows.map(({ second }) => second ?? 0);
    const data = [seconds, ...telling.map(({ column }) => rows.map((row) => rounded(row[column])))];
    return [{ ...plot, lines: telling, data }];
  });
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1_000) / 1_000;
}
