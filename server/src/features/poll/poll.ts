import type { Stamp } from '@plenum/shared/ballot/scheme';
import { AppError } from '@plenum/shared/core/errors';
import type { MemberId, PollId } from '@plenum/shared/core/ids';
import { pollLimits } from '@plenum/shared/features/poll/limits';
import { isSame } from '@plenum/shared/core/same';
import { Draft, poll } from '@plenum/shared/features/poll/contract';
import { reducePoll } from '@plenum/shared/features/poll/reduce';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import * as z from 'zod/mini';
import { on, serve } from '../../room/serve.ts';
import { askAgain, castBallot, isWaiting, takePaper } from './ballots.ts';
import { closeDue, closePoll, countBox, openUncounted, outcomeOf, requireOver } from './closing.ts';
import { openPoll, requirePoll } from './opening.ts';
import { progressTimes, announceDueVoters } from './progress.ts';
import { onPeopleChanged, type PollContext, updateRights } from './rights.ts';
import { takeVote } from './votes.ts';

/** @throws AppError `notFound` */
function requireDraft({ state }: PollContext, id: string) {
  const draft = state.drafts.find((one) => one.id === id);
  if (!draft) throw new AppError('notFound', 'This draft does not exist.');
  return draft;
}

/** The fact that a paper has its stamp. */
interface Stamped {
  readonly poll: PollId;
  readonly member: MemberId;
  readonly stamp: Stamp;
}

function onStamped(context: PollContext, { poll: id, member, stamp }: Stamped): void {
  if (isWaiting(context.state, id, member)) context.emit('stamped', { poll: id, member, stamp }, { to: [member] });
}

/** Polls: prepared, opened, answered with or without a name, counted, shown. */
export const servePoll = serve(reducePoll, {
  commands: {
    draft(context, { id, setup }) {
      updateRights(context);
      if (id !== undefined) {
        if (isSame(requireDraft(context, id).setup, setup)) return { id };
      } else if (context.state.drafts.length >= pollLimits.drafts)
        throw new AppError('full', 'This room keeps as many drafts as it may. Discard one first.');
      const draft = { id: id ?? context.newId(), setup };
      context.emit('drafted', draft, { to: context.state.makers });
      return { id: draft.id };
    },
    discard(context, { id }) {
      updateRights(context);
      requireDraft(context, id);
      context.emit('discarded', { id }, { to: context.state.makers });
      return {};
    },
    open: (context, { setup }) => openPoll(context, context.member.id, setup),
    openDraft: (context, { id }) => openPoll(context, context.member.id, requireDraft(context, id).setup),
    vote(context, { poll: id, answer }) {
      takeVote(context, context.member, id, answer);
      return {};
    },
    paper(context, { poll: id, blinded }) {
      takePaper(context, context.member, id, blinded);
      return {};
    },
    cast(context, ballot) {
      castBallot(context, ballot);
      return {};
    },
    close(context, { poll: id }) {
      closePoll(context, id);
      return {};
    },
    publish(context, { poll: id, names }) {
      context.emit('published', { poll: id, outcome: outcomeOf(context, id, names) });
      return {};
    },
    withhold(context, { poll: id }) {
      requireOver(context, id);
      context.emit('withheld', { poll: id });
      return {};
    },
    remove(context, { poll: id }) {
      const { poll, back } = requirePoll(context, id);
      if (poll.status === 'open' || !back.result) throw new AppError('conflict', 'This poll is not counted yet.');
      context.emit('removed', { poll: id });
      return {};
    },
  },
  listens: [
    on(poll, presence, 'joined', onPeopleChanged),
    // `identified` follows `joined` and shows whether the member is another window of a person.
    on(poll, presence, 'identified', onPeopleChanged),
    on(poll, presence, 'left', onPeopleChanged),
    on(poll, presence, 'everyoneLeft', onPeopleChanged),
    on(poll, presence, 'returned', onPeopleChanged),
    on(poll, presence, 'promoted', onPeopleChanged),
    on(poll, moderation, 'granted', onPeopleChanged),
    on(poll, moderation, 'presented', onPeopleChanged),
  ],
  life: {
    opened(context, setting) {
      for (const draft of z.array(Draft).parse(setting)) {
        const { drafts } = context.state;
        const before = drafts.find(({ id }) => id === draft.id);
        if (before ? !isSame(before.setup, draft.setup) : drafts.length < pollLimits.drafts) {
          context.emit('drafted', draft, { to: context.state.makers });
        }
      }
    },
    restored(context) {
      onPeopleChanged(context);
      openUncounted(context);
      askAgain(context);
    },
  },
  errands: {
    box: countBox,
    wakesAt(state) {
      const closings = state.polls.flatMap(({ status, closesAt }) => (status === 'open' ? (closesAt ?? []) : []));
      const times = [...closings, ...progressTimes(state)];
      return times.length > 0 ? Math.min(...times) : undefined;
    },
    wake(context) {
      closeDue(context);
      announceDueVoters(context);
    },
  },
  outside: { fact: onStamped },
});
