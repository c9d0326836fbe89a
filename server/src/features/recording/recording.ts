import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { isStaff } from '@plenum/shared/core/abilities';
import { AppError, assertNever } from '@plenum/shared/core/errors';
import { presence } from '@plenum/shared/features/presence/contract';
import {
  type Recording,
  recording,
  RecordingRule,
  type Space,
  type StopReason,
} from '@plenum/shared/features/recording/contract';
import { reduceRecording } from '@plenum/shared/features/recording/reduce';
import { spentAt } from '@plenum/shared/features/recording/time';
import { type Context, on, serve } from '../../room/serve.ts';

type RecordingContext = Context<typeof recording>;

/** What the recorder tells the room about the recording with this id. */
export type RecorderFact = { readonly id: string } & (
  | { readonly is: 'begun'; readonly spentMs: number; readonly space?: Space }
  | { readonly is: 'refused' | 'failed'; readonly why: StopReason }
  | { readonly is: 'used'; readonly percent: number; readonly space: Space }
  | { readonly is: 'slow'; readonly slow: boolean }
  | { readonly is: 'linked'; readonly key: string }
);

function requireRecording({ state }: RecordingContext): Recording {
  if (!state.recording) throw new AppError('notFound', 'This meeting is not being recorded.');
  return state.recording;
}

/** @throws AppError `forbidden` where the program that opened the room decides about recordings */
function requireFree({ state: { rule } }: RecordingContext): void {
  if (rule && (!rule.allowed || !rule.byMembers)) {
    throw new AppError('forbidden', 'The program that opened this meeting decides whether it is recorded.', 'rule');
  }
}

function stop(context: RecordingContext, why: StopReason): void {
  const now = context.state.recording;
  if (now) context.emit('stopped', { id: now.id, why });
}

function onFact(context: RecordingContext, fact: RecorderFact): void {
  if (fact.is === 'linked') {
    const to = context.members.filter(({ abilities }) => abilities.includes('recordingControl')).map(({ id }) => id);
    if (to.length > 0) context.emit('linked', { id: fact.id, key: fact.key }, { to });
    return;
  }
  const now = context.state.recording;
  // The recorder may be late: the recording was stopped meanwhile.
  if (now?.id !== fact.id) return;
  switch (fact.is) {
    case 'begun':
      if (now.run.is !== 'starting') return;
      return context.emit('begun', { spentMs: fact.spentMs, ...(fact.space && { space: fact.space }) });
    case 'refused':
      return context.emit('refused', { why: fact.why });
    case 'failed':
      return stop(context, fact.why);
    case 'used':
      return context.emit('warned', { percent: fact.percent, space: fact.space });
    case 'slow':
      if (now.slow !== fact.slow) context.emit('slowed', { slow: fact.slow });
      return;
    default:
      assertNever(fact);
  }
}

/** When the longest recording ends, in epoch ms. */
function endOf({ run }: Recording): number | undefined {
  return run.is === 'running' ? run.since + recordingLimits.longestMs - run.spentMs : undefined;
}

/** The recording of a room: who wants what. The recorder follows these events and writes. */
export const serveRecording = serve<typeof recording, RecorderFact>(reduceRecording, {
  commands: {
    start(context, { chat }) {
      // Of two members who press at once, the first one starts it.
      if (context.state.recording) return {};
      requireFree(context);
      const { id: by, name } = context.member;
      context.emit('asked', { id: context.newId(), by, name, chat });
      return {};
    },
    pause(context) {
      requireFree(context);
      const { run } = requireRecording(context);
      if (run.is === 'starting') throw new AppError('conflict', 'The recording has not begun yet. Wait a moment.');
      if (run.is === 'running') context.emit('paused', {});
      return {};
    },
    resume(context) {
      requireFree(context);
      const { run } = requireRecording(context);
      if (run.is === 'paused') context.emit('resumed', {});
      return {};
    },
    stop(context) {
      requireFree(context);
      requireRecording(context);
      stop(context, 'command');
      return {};
    },
    answer(context, { answer }) {
      const { id: member } = context.member;
      if (!context.state.recording && answer === 'accepted') {
        throw new AppError('notFound', 'This meeting is not being recorded.');
      }
      if (context.state.answers[member] !== answer) context.emit('answered', { member, answer });
      return {};
    },
  },
  listens: [
    on(recording, presence, 'joined', (context, { id: by, name, role }) => {
      const { rule, recording: now } = context.state;
      if (now || !rule?.allowed || !rule.starts || !isStaff({ role })) return;
      context.emit('asked', { id: context.newId(), by, name, chat: 'kept' });
      // The program has started it: this member is asked as all others are.
      context.emit('forgot', { member: by });
      // Once: members who may stop it have stopped it for good.
      context.emit('ruled', { ...rule, starts: !rule.byMembers });
    }),
    on(recording, presence, 'everyoneLeft', (context) => stop(context, 'left')),
    on(recording, presence, 'left', (context, { id: member }) => {
      if (context.state.answers[member]) context.emit('forgot', { member });
      if (context.members.length === 0) stop(context, 'left');
    }),
  ],
  life: {
    opened: (context, reminds) => {
      if (typeof reminds === 'object') context.emit('ruled', RecordingRule.parse(reminds));
      if (reminds === true && !context.state.reminds) context.emit('reminded', {});
    },
    restored: (context) => {
      const now = context.state.recording;
      // A paused recording has nothing to lose, and goes on with its next `resumed`.
      if (now && now.run.is !== 'paused') context.emit('broke', {});
    },
  },
  errands: {
    wakesAt: ({ recording: now }) => now && endOf(now),
    wake(context) {
      const now = context.state.recording;
      if (now && spentAt(now, context.now()) >= recordingLimits.longestMs) stop(context, 'longest');
    },
  },
  outside: { fact: onFact },
});
