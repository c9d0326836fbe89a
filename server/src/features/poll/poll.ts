import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { isSame } from '@plenum/shared/core/same';
import { poll } from '@plenum/shared/features/poll/contract';
import { reducePoll } from '@plenum/shared/features/poll/reduce';
import { isAllowed } from '@plenum/shared/features/poll/setup';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { on, serve } from '../../room/serve.ts';
import { closeDue, closePoll, countBox, openUncounted, outcomeOf, requireOver } from './closing.ts';
import { openPoll, requireOpen, requirePoll } from './opening.ts';
import { onPeopleChanged, type PollContext, updateRights } from './rights.ts';
import { isStamped, stamp } from './stamps.ts';

/** @throws AppError `notFound` */
function requireDraft({ state }: PollContext, id: string) {
  const draft = state.drafts.find((one) => one.id === id);
  if (!draft) throw new AppError('notFound', 'There is no such draft.');
  return draft;
}

/** Polls: prepared, opened, answered with or without a name, counted, shown. */
export const servePoll = serve(reducePoll, {
  commands: {
    draft(context, { id, setup }) {
      updateRights(context);
      if (id !== undefined) {
        if (isSame(requireDraft(context, id).setup, setup)) return { id };
      } else if (context.state.drafts.length >= limits.pollDrafts)
        throw new AppError('full', 'Too many drafts are kept.');
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
      updateRights(context);
      const { poll, back } = requireOpen(context, id, false);
      if (!isAllowed(poll.setup, answer)) throw new AppError('invalid', 'This poll cannot be answered so.');
      const { id: member, name } = context.member;
      const hasVoted = Object.hasOwn(back.votes, member);
      if (hasVoted && !poll.setup.changeable) throw new AppError('conflict', 'You have voted already.');
      const to = [...new Set([member, ...context.state.makers])];
      context.emit('voted', { poll: id, member, vote: { name, answer } }, { to });
      if (!hasVoted) context.emit('progressed', { poll: id, voted: poll.voted + 1 });
      return {};
    },
    paper(context, { poll: id, blinded }) {
      const { back } = requireOpen(context, id, true);
      const { id: member } = context.member;
      if (back.papers.includes(member)) throw new AppError('conflict', 'You have your paper already.');
      const stamped = stamp(back.key ?? '', blinded);
      context.emit('issued', { poll: id, member }, { to: [member] });
      return { stamp: stamped };
    },
    // Nothing here may say who asks: not an event, not an error, not a difference in what is written.
    cast(context, { poll: id, serial, stamp: stamped, code, answer }) {
      const { poll, back } = requireOpen(context, id, true);
      if (!isAllowed(poll.setup, answer)) throw new AppError('invalid', 'This poll cannot be answered so.');
      if (!isStamped(back.key ?? '', id, serial, stamped))
        throw new AppError('forbidden', 'This is no paper of this poll.');
      if (back.used.includes(serial)) throw new AppError('conflict', 'This paper was used already.');
      context.emit('used', { poll: id, serial }, { to: [] });
      context.emit('progressed', { poll: id, voted: poll.voted + 1 });
      context.drop(id, { code, answer });
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
      if (poll.status === 'open' || !back.result) throw new AppError('conflict', 'This poll is not over yet.');
      context.emit('removed', { poll: id });
      return {};
    },
  },
  listens: [
    on(poll, presence, 'joined', onPeopleChanged),
    on(poll, presence, 'left', onPeopleChanged),
    on(poll, presence, 'returned', onPeopleChanged),
    on(poll, presence, 'promoted', onPeopleChanged),
    on(poll, moderation, 'granted', onPeopleChanged),
    on(poll, moderation, 'presented', onPeopleChanged),
  ],
  onRestored(context) {
    onPeopleChanged(context);
    openUncounted(context);
  },
  onBox: countBox,
  wakesAt({ polls }) {
    const times = polls.flatMap(({ status, closesAt }) => (status === 'open' ? (closesAt ?? []) : []));
    return times.length > 0 ? Math.min(...times) : undefined;
  },
  onWake: closeDue,
});
