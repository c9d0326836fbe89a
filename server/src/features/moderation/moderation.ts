import { lobby } from '@plenum/shared/features/lobby/contract';
import { media } from '@plenum/shared/features/media/contract';
import { allUnlocked, Entry, moderation, PresenterPolicy } from '@plenum/shared/features/moderation/contract';
import { reduceModeration } from '@plenum/shared/features/moderation/reduce';
import { lockedRoles } from '@plenum/shared/features/moderation/rights';
import { presence } from '@plenum/shared/features/presence/contract';
import { lockNames } from '@plenum/shared/features/abilities';
import { isSame } from '@plenum/shared/core/same';
import * as z from 'zod/mini';
import { on, serve, type Seat } from '../../room/serve.ts';
import { decide } from './decisions.ts';
import { note, noteOf, updateWatchers } from './deeds.ts';
import { brings, onBrought, onShared, onMessage, reportRemovals, shares } from './family.ts';
import { onEntered, onStarted, setEntry } from './entering.ts';
import { type ModerationContext, requireBelow, requireMember } from './people.ts';
import { present, takePresenter } from './presenting.ts';
import { atDoor, pardon, remove } from './removing.ts';
import { mute, muteAll, onStopped } from './silencing.ts';

function onJoined(context: ModerationContext, { id, role }: Seat): void {
  const { locks, lockOnJoin, presenter, ended } = context.state;
  if (ended) context.emit('reopened', {});
  const isLocked = lockedRoles.includes(role);
  // In a breakout room, the meeting decides who is free from the locks.
  if (context.rooms.parent === undefined && isLocked && !lockOnJoin && Object.values(locks).includes(true)) {
    context.emit('exempted', { member: id, unlocked: true });
  }
  if (!isLocked && presenter === undefined) context.emit('presented', { member: id });
  onEntered(context, { id, role });
  updateWatchers(context);
}

/** An operator of the server ends the meeting. */
export interface Ending {
  readonly by: string;
}

/** What a space, or the program that opens the room, says about rights at the beginning of a meeting. */
const Opening = z.object({
  locks: z.partialRecord(z.enum(lockNames), z.boolean()),
  presenter: PresenterPolicy,
  lockOnJoin: z._default(z.boolean(), true),
  /** Absent: as it was. */
  entry: z.optional(Entry),
});

/** Begins a meeting with the rights that the space says, also after an end. */
function onOpened(context: ModerationContext, setting: unknown): void {
  const { locks: wanted, presenter: policy, lockOnJoin, entry } = Opening.parse(setting);
  const { ended, locks: before, presenterPolicy, entry: entryBefore } = context.state;
  if (ended) context.emit('reopened', {});
  const locks = { ...allUnlocked, ...wanted };
  const isLocked = isSame(locks, before) && (lockOnJoin || context.state.lockOnJoin === lockOnJoin);
  if (!isLocked) context.emit('locked', { locks, lockOnJoin });
  if (entry && !isSame(entry, entryBefore)) context.emit('entrySet', entry);
  if (presenterPolicy !== policy) context.emit('presenterPolicySet', { policy });
}

/** Serves roles, locks, rights by hand, the presenter's mark, muting, removals and bans. */
export const serveModeration = serve<typeof moderation, Ending>(reduceModeration, {
  commands: {
    lock(context, input) {
      decide(context, { verb: 'lock', input });
      return {};
    },
    exempt(context, input) {
      decide(context, { verb: 'exempt', input });
      return {};
    },
    grant(context, input) {
      decide(context, { verb: 'grant', input });
      return {};
    },
    promote(context, input) {
      decide(context, { verb: 'promote', input });
      return {};
    },
    present(context, { member }) {
      present(context, member);
      return {};
    },
    takePresenter: (context) => ({ asked: takePresenter(context) }),
    refusePresenter(context, { member }) {
      requireMember(context, member);
      context.emit('notified', { what: 'presenterRefused', by: context.member.name }, { to: [member] });
      return {};
    },
    setPresenterPolicy(context, { policy }) {
      if (context.state.presenterPolicy === policy) return {};
      context.emit('presenterPolicySet', { policy });
      note(context, 'presenterPolicy', { detail: policy });
      return {};
    },
    setEntry(context, entry) {
      setEntry(context, entry);
      return {};
    },
    mute(context, { member }) {
      mute(context, member);
      return {};
    },
    muteAll(context, { sparePresenter }) {
      muteAll(context, sparePresenter);
      return {};
    },
    askUnmute(context, { member }) {
      requireMember(context, member);
      context.emit('notified', { what: 'unmuteAsked', by: context.member.name }, { to: [member] });
      return {};
    },
    rename(context, { member, name }) {
      const { name: before } = requireBelow(context, member);
      if (before === name) return {};
      context.emit('renamed', { member, name }, { to: [] });
      context.emit('notified', { what: 'renamed', by: context.member.name }, { to: [member] });
      note(context, 'renamed', { about: before, detail: name });
      return {};
    },
    remove(context, { member, ban }) {
      remove(context, member, ban);
      return {};
    },
    pardon(context, { ban }) {
      pardon(context, ban);
      return {};
    },
    end(context) {
      context.emit('ended', { by: context.member.name });
      return {};
    },
  },
  listens: [
    on(moderation, presence, 'joined', onJoined),
    on(moderation, presence, 'promoted', updateWatchers),
    on(moderation, moderation, 'granted', updateWatchers),
    on(moderation, media, 'stopped', onStopped),
    on(moderation, media, 'published', onStarted),
    on(moderation, lobby, 'admitted', (context, { name: about, by }) => {
      if (by !== undefined) noteOf(context, { by, what: 'admitted', about });
    }),
    on(moderation, lobby, 'admittedAll', (context, { by }) => noteOf(context, { by, what: 'admittedAll' })),
    on(moderation, lobby, 'denied', (context, { name: about, by }) => {
      if (by !== undefined) noteOf(context, { by, what: 'denied', about });
    }),
    on(moderation, lobby, 'policySet', (context, { policy: detail, by }) => {
      if (by !== '') noteOf(context, { by, what: 'lobbyPolicy', detail });
    }),
    on(moderation, presence, 'left', (context, { id }) => {
      const { presenter, unlocked, grants, silenced, entered } = context.state;
      if (presenter === id) context.emit('presented', {});
      // A member may return to a breakout room: only the meeting drops what it keeps about members.
      const isOver = context.rooms.parent === undefined;
      if (isOver && (unlocked[id] || grants[id] || silenced[id] || entered[id]))
        context.emit('forgotten', { member: id });
      if (context.state.watchers.includes(id)) context.emit('watcherRemoved', { member: id }, { to: [id] });
    }),
    on(moderation, presence, 'everyoneLeft', (context) => {
      const { presenter, unlocked, grants, silenced, entered } = context.state;
      if (presenter !== undefined) context.emit('presented', {});
      const isKept = [unlocked, grants, silenced, entered].some((kept) => Object.keys(kept).length > 0);
      if (context.rooms.parent === undefined && isKept) context.emit('allForgotten', {});
      updateWatchers(context);
    }),
    ...reportRemovals,
  ],
  life: { opened: onOpened },
  outside: { fact: (context, { by }) => context.emit('ended', { by }) },
  door: { atDoor, sign: ({ ended }) => ended && 'ended' },
  family: { shares, shared: onShared, told: onMessage, brings, brought: onBrought },
});
