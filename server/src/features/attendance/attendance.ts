import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import { attendance } from '@plenum/shared/features/attendance/contract';
import { reduceAttendance, withTalk } from '@plenum/shared/features/attendance/reduce';
import { media } from '@plenum/shared/features/media/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Context, on, type Slice, serve } from '../../room/serve.ts';
import { TalkClock } from './TalkClock.ts';

type AttendanceContext = Context<typeof attendance>;

/** Talking time is written to the log when a room has this much of it, in ms. */
const writeEveryMs = 30_000;
/** Options of an event for the log only. */
const logOnly = { to: [] } as const;

function writeTalk(context: AttendanceContext, talk: TalkClock): void {
  const ms = talk.take();
  if (Object.keys(ms).length > 0) context.emit('talked', { ms }, logOnly);
}

/** Serves the attendance: when each member was in the room, and how long each talked. */
export function serveAttendance(): Slice {
  // Talking time that is not written yet is lost with the process: SPEC AT4 allows half a minute.
  const clocks = new Map<RoomId, TalkClock>();
  const clockOf = ({ room }: AttendanceContext): TalkClock => {
    const clock = clocks.get(room) ?? new TalkClock();
    clocks.set(room, clock);
    return clock;
  };
  const onSpeaking = (context: AttendanceContext, members: readonly MemberId[]) => {
    const talk = clockOf(context);
    talk.setTalking(members, context.now());
    if (talk.unwrittenMs >= writeEveryMs) writeTalk(context, talk);
  };
  return serve(reduceAttendance, {
    commands: {
      export(context) {
        const talk = clockOf(context);
        talk.setTalking(talk.talking, context.now());
        // Added to the answer only: with an event, the log would keep the answer as the reply of this command.
        return { stays: withTalk(context.state, talk.unwritten).stays };
      },
    },
    listens: [
      on(attendance, presence, 'joined', (context, { id, name, role }) => {
        context.emit('came', { member: id, name, role }, logOnly);
      }),
      on(attendance, presence, 'renamed', (context, { id, name }) => {
        context.emit('renamed', { member: id, name }, logOnly);
      }),
      on(attendance, presence, 'left', (context, { id }) => {
        const talk = clockOf(context);
        talk.setTalking(
          talk.talking.filter((member) => member !== id),
          context.now(),
        );
        writeTalk(context, talk);
        context.emit('went', { member: id }, logOnly);
        if (context.members.length === 0) clocks.delete(context.room);
      }),
      on(attendance, presence, 'everyoneLeft', (context) => {
        const talk = clockOf(context);
        talk.setTalking([], context.now());
        writeTalk(context, talk);
        context.emit('allWent', {}, logOnly);
        clocks.delete(context.room);
      }),
      on(attendance, media, 'speaking', (context, { members }) => onSpeaking(context, members)),
    ],
  });
}
