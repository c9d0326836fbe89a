/** The parts of RESULTS.md. */
export const sections = ['engine', 'policy', 'lesson', 'signalling', 'board', 'join', 'overload', 'faults'] as const;
type Section = (typeof sections)[number];

/** One command whose reports are kept in `bench/results`. */
export interface Task {
  readonly name: string;
  readonly section: Section;
  readonly args: readonly string[];
  /** How often the command runs; `peers` has rounds of its own. */
  readonly runs: number;
}

function peers(section: Section, shape: string): Task {
  return { name: shape, section, args: ['peers', '--shape', shape, '--rounds', '3', '--seconds', '5'], runs: 1 };
}

function task(section: Section, name: string, command: string, runs = 1): Task {
  return { name, section, args: command.split(' '), runs };
}

export const tasks: readonly Task[] = [
  peers('engine', 'audio-200'),
  peers('engine', 'video-100'),
  peers('engine', 'rooms-6'),
  peers('policy', 'audio-50'),
  peers('policy', 'audio-100'),
  task('lesson', 'classroom-200', 'classroom --participants 200 --seconds 10 --way slots', 3),
  task('signalling', 'chat-1000', 'chat --members 1000 --rate 10 --seconds 10'),
  task('board', 'board-200', 'board --editors 100 --viewers 100 --seconds 10 --late-join 10000'),
  task('join', 'join-200', 'join --participants 200 --within 10', 3),
  task('join', 'breakout-200', 'breakout --participants 200 --rooms 20', 3),
  task('overload', 'overload-60', 'overload --participants 60 --seconds 12 --percent 50', 3),
  task('faults', 'fault-F1', 'fault --which F1'),
  task('faults', 'fault-F10', 'fault --which F10'),
  task('faults', 'fault-F13', 'fault --which F13'),
];

/** The command as a person types it. */
export function commandOf({ args }: Task): string {
  return `npm run bench -- ${args.join(' ')} --json`;
}
