import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import { attendance } from '@plenum/shared/features/attendance/contract';
import { reduceAttendance, withTalk } from '@plenum/shared/features/attendance/reduce';
import { media } from '@plenum/shared/features/media/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Context, on, type Slice, serve } from '../../room/serve.ts';
import { TalkClock } from './TalkClock.ts';

type AttendanceContext = Context<typeof attendance>;

/** Talking is written down when this much of it has come together in a room, in ms. */
const writeEveryMs = 30_000;
/** For the log alone. */
const nobody = { to: [] } as const;

function writeTalk(context: AttendanceContext, talk: TalkClock): void {
  const ms = talk.take();
  if (Object.keys(ms).length > 0) context.emit('talked', { ms }, nobody);
}

/** Who was here from when to when, and how long they talked. */
export function serveAttendance(): Slice {
  // What was said in the last half minute; lost with the process, as SPEC says.
  const clocks = new Map<RoomId, TalkClock>();
  const clockOf = ({ room }: AttendanceContext): TalkClock => {
    const clock = clocks.get(room) ?? new TalkClock();
    clocks.set(room, clock);
    return clock;
  };
  const hear = (context: AttendanceContext, members: readonly MemberId[]) => {
    const talk = clockOf(context);
    talk.hear(members, context.now());
    if (talk.waitingMs >= writeEveryMs) writeTalk(context, talk);
  };
  return serve(reduceAttendance, {
    commands: {
      export(context) {
        const talk = clockOf(context);
        talk.hear(talk.talking, context.now());
        // Added here and not written: the answer would stand in the log beside the event.
        return { stays: withTalk(context.state, talk.waiting).stays };
      },
    },
    listens: [
      on(attendance, presence, 'joined', (context, { id, name, role }) => {
        context.emit('came', { member: id, name, role }, nobody);
      }),
      on(attendance, presence, 'renamed', (context, { id, name }) => {
        context.emit('renamed', { member: id, name }, nobody);
      }),
      on(attendance, presence, 'left', (context, { id }) => {
        const talk = clockOf(context);
        talk.hear(
          talk.talking.filter((member) => member !== id),
          context.now(),
        );
        writeTalk(context, talk);
        context.emit('went', { member: id }, nobody);
        if (context.members.length === 0) clocks.delete(context.room);
      }),
      on(attendance, presence, 'everyoneLeft', (context) => {
        const talk = clockOf(context);
        talk.hear([], context.now());
        writeTalk(context, talk);
        context.emit('allWent', {}, nobody);
        clocks.delete(context.room);
      }),
      on(attendance, media, 'speaking', (context, { members }) => hear(context, members)),
    ],
  });
}
