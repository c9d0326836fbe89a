import type { Reply } from '@plenum/shared/core/errors';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { blindPaper } from '@plenum/shared/ballot/papers';
import { scheme } from '@plenum/shared/ballot/scheme';
import { poll } from '@plenum/shared/features/poll/contract';
import { recording } from '@plenum/shared/features/recording/contract';
import { serveRecording } from '../src/features/recording/recording.ts';
import { serveSlides } from '../src/features/slides/slides.ts';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { bytesOf, codeOf, digits, openPoll, takePaper } from './ballots.ts';
import { box, page } from './boards.ts';
import { idOf as roomOf, openWith, options, plan, rooms } from './breakouts.ts';
import { bring, idOf } from './chats.ts';
import type { Client, World } from './world.ts';

/** Hidden members, with names and ids that only members who may know them know. */
export interface Stage {
  readonly world: World;
  /** Sees all members and is seen by all. */
  readonly host: Client;
  /** Does the act: hidden, with every right but to see people; or the host. */
  readonly actor: Client;
  /** Hidden; the act is done to this member or is about this member. */
  readonly about: Client;
}

/** One command that one member does to others. */
export interface Act {
  /** Brings the stage to where the input is accepted; returns the input. */
  readonly input: (stage: Stage) => unknown;
  /** What the actor shows of themselves to everybody by this act. */
  readonly shows?: 'nameAndId' | 'name';
  /** Only hosts and moderators can do this, whatever rights others have. */
  readonly needsRole?: true;
}

const file = 'f'.repeat(32);
const yes = { picks: [0] };
const setup = { question: 'Shall we?', choice: { kind: 'yesNo' as const }, secret: false };
const none = { input: () => ({}) };
const expected = [{ name: 'Xenia Expected', room: 'x' }];

/** An act that needs a preparation. */
function after(prepare: (stage: Stage) => Promise<unknown>, input: (stage: Stage) => unknown): Act {
  return {
    async input(stage) {
      await prepare(stage);
      return input(stage);
    },
  };
}

async function say({ actor }: Stage, text = 'mine'): Promise<string> {
  return idOf(await actor.ask(chat, 'send', { text }));
}

/** A message of the host: a member who writes a message shows who they are. */
async function hostMessage({ host }: Stage, text = 'from the host'): Promise<string> {
  return idOf(await host.ask(chat, 'send', { text }));
}

async function drawn({ actor }: Stage): Promise<string> {
  const shape = box();
  await actor.ask(whiteboard, 'put', { page, shapes: [shape] });
  return shape.id;
}

async function voted({ host, actor, about }: Stage): Promise<string> {
  const id = await openPoll(host, {});
  for (const client of [actor, about]) await client.ask(poll, 'vote', { poll: id, answer: yes });
  return id;
}

async function over(stage: Stage): Promise<string> {
  const id = await voted(stage);
  await stage.host.ask(poll, 'close', { poll: id });
  return id;
}

async function draftOf({ host }: Stage): Promise<string> {
  return idOf(await host.ask(poll, 'draft', { setup }));
}

/** Puts both into the first room; another person is expected there. */
async function inRooms({ host, actor, about }: Stage): Promise<string> {
  const assigned = { [actor.seat.id]: 'x', [about.seat.id]: 'x' };
  await openWith(host, { assigned, expected, options: { choice: 'free' } });
  const room = roomOf(host, 'North');
  for (const client of [actor, about]) await client.ask(breakout, 'enter', { room });
  return room;
}

async function planned({ host, about }: Stage): Promise<void> {
  await plan(host, { assigned: { [about.seat.id]: 'x' }, expected });
  await host.ask(breakout, 'save', { name: 'Monday' });
}

const to = ({ about }: Stage) => ({ member: about.seat.id });
/** A recording that runs, as the recorder says. */
const recorded = async ({ world, host }: Stage) => {
  const room = await world.room();
  await host.askRaw('recording:start', { chat: 'kept' });
  const id = room.committed(recording).recording?.id ?? '';
  await room.settle(serveRecording, { id, is: 'begun', spentMs: 0 });
};
const timed = async ({ host }: Stage) => void (await host.askRaw('timer:start', { lengthMs: 60_000 }));

/** Gives the room a limit; the member who comes next begins the sitting. */
async function limited({ world }: Stage): Promise<void> {
  const limit = { minutes: 60, extendable: 60, of: { is: 'server' } };
  await (await world.room()).begin({ duration: limit });
  await world.enter('Dora');
}

const raised = async (stage: Stage) => void (await stage.about.askRaw('hand:raise', {}));

const chatActs: Readonly<Record<string, Act>> = {
  'chat:send': {
    shows: 'nameAndId',
    async input(stage) {
      const { world, actor, host } = stage;
      await bring(world, actor.seat.id, file);
      return { text: `@${host.seat.name} hello`, reply: await hostMessage(stage), files: [file] };
    },
  },
  'chat:sendPrivate': {
    input: ({ actor, host, about }) => ({ to: actor === host ? about.seat.id : 'ana', text: 'x' }),
  },
  'chat:sendStaff': { needsRole: true, input: () => ({ text: 'among us' }) },
  'chat:edit': {
    shows: 'nameAndId',
    input: async (stage) => ({ channel: 'all', id: await say(stage), text: 'mended' }),
  },
  'chat:remove': { shows: 'nameAndId', input: async (stage) => ({ channel: 'all', id: await hostMessage(stage) }) },
  'chat:react': { input: async (stage) => ({ channel: 'all', id: await hostMessage(stage), emoji: '👍', on: true }) },
  'chat:pin': { shows: 'name', input: async (stage) => ({ id: await hostMessage(stage) }) },
  'chat:unpin': {
    async input(stage) {
      const id = await hostMessage(stage);
      await stage.host.ask(chat, 'pin', { id });
      return { id };
    },
  },
  'chat:clear': { shows: 'nameAndId', ...none },
  'chat:typing': { input: () => ({ channel: 'all' }) },
  'chat:older': { input: async (stage) => ({ channel: 'all', before: await hostMessage(stage) }) },
  'chat:discard': {
    async input({ world, actor }) {
      await bring(world, actor.seat.id, file);
      return { file };
    },
  },
};

const pollActs: Readonly<Record<string, Act>> = {
  'poll:draft': { input: () => ({ setup }) },
  'poll:discard': { input: async (stage) => ({ id: await draftOf(stage) }) },
  'poll:open': { input: () => ({ setup }) },
  'poll:openDraft': { input: async (stage) => ({ id: await draftOf(stage) }) },
  'poll:vote': { input: async ({ host }) => ({ poll: await openPoll(host, {}), answer: yes }) },
  'poll:paper': {
    input: async ({ host }) => ({
      poll: await openPoll(host, { secret: true }),
      scheme,
      blinded: blindPaper(digits('serial'), bytesOf('blind')).blinded,
    }),
  },
  'poll:cast': {
    async input({ host, actor }) {
      const id = await openPoll(host, { secret: true });
      return { poll: id, ...(await takePaper(actor, id)), code: codeOf('any'), answer: yes };
    },
  },
  'poll:close': { input: async (stage) => ({ poll: await voted(stage) }) },
  'poll:publish': { input: async (stage) => ({ poll: await over(stage), names: true }) },
  'poll:withhold': { input: async (stage) => ({ poll: await over(stage) }) },
  'poll:remove': { input: async (stage) => ({ poll: await over(stage) }) },
};

const boardActs: Readonly<Record<string, Act>> = {
  'whiteboard:put': { input: () => ({ page, shapes: [box()] }) },
  'whiteboard:change': {
    input: async (stage) => ({ page, changes: [{ id: await drawn(stage), set: { x: 99 } }] }),
  },
  'whiteboard:remove': { input: async (stage) => ({ page, ids: [await drawn(stage)] }) },
  'whiteboard:restore': {
    async input(stage) {
      const ids = [await drawn(stage)];
      await stage.actor.ask(whiteboard, 'remove', { page, ids });
      return { page, ids };
    },
  },
  'whiteboard:clearMine': {
    async input(stage) {
      await drawn(stage);
      return { page };
    },
  },
  'whiteboard:clear': { input: () => ({ page }) },
  'whiteboard:allow': { input: ({ about }) => ({ who: 'chosen', chosen: [about.seat.id], others: false }) },
  'whiteboard:stroke': {
    input: () => ({ page, id: 'stroke-01', kind: 'pen', colour: 'red', width: 4, from: 0, points: '' }),
  },
  'whiteboard:point': { input: () => ({ page, x: 1, y: 2 }) },
};

const breakoutActs: Readonly<Record<string, Act>> = {
  'breakout:draft': {
    input: ({ about }) => ({
      revision: 0,
      rooms,
      assigned: [{ member: about.seat.id, room: 'x' }],
      expected,
      options,
    }),
  },
  'breakout:assign': { input: ({ about }) => ({ member: about.seat.id, room: 'a' }) },
  'breakout:save': after(planned, () => ({ name: 'Tuesday' })),
  'breakout:forget': after(planned, () => ({ name: 'Monday' })),
  'breakout:open': after(planned, () => ({})),
  'breakout:close': after(inRooms, () => ({})),
  'breakout:time': after(inRooms, () => ({ minutes: 5 })),
  'breakout:send': after(inRooms, (stage) => ({
    members: [stage.about.seat.id],
    room: roomOf(stage.host, 'South'),
    invite: 'now',
  })),
  'breakout:enter': after(inRooms, (stage) => ({ room: roomOf(stage.host, 'South') })),
  'breakout:back': after(inRooms, () => ({})),
  'breakout:decline': {
    async input(stage) {
      await inRooms(stage);
      await stage.actor.ask(breakout, 'back', {});
      return {};
    },
  },
  'breakout:help': after(inRooms, () => ({})),
  'breakout:helped': {
    async input(stage) {
      const room = await inRooms(stage);
      await stage.about.ask(breakout, 'help', {});
      return { room };
    },
  },
  'breakout:say': { shows: 'name', ...after(inRooms, () => ({ text: 'Five minutes left' })) },
  'breakout:record': none,
  'breakout:speak': after(inRooms, () => ({ on: true })),
  'breakout:ticket': after(inRooms, () => ({})),
};

const moderationActs: Readonly<Record<string, Act>> = {
  'moderation:lock': { input: () => ({ locks: { cameras: true }, lockOnJoin: false }) },
  'moderation:exempt': { input: (stage) => ({ ...to(stage), unlocked: true }) },
  'moderation:grant': { input: (stage) => ({ ...to(stage), ability: 'slideShow', grant: 'given' }) },
  'moderation:promote': { input: (stage) => ({ ...to(stage), role: 'guest' }) },
  'moderation:present': { input: () => ({}) },
  // Everybody sees the presenter.
  'moderation:takePresenter': {
    shows: 'nameAndId',
    async input({ host }) {
      await host.ask(moderation, 'setPresenterPolicy', { policy: 'ask' });
      return {};
    },
  },
  'moderation:refusePresenter': { input: to },
  'moderation:setPresenterPolicy': { input: () => ({ policy: 'ask' }) },
  'moderation:setEntry': { input: () => ({ muted: true, camerasOff: true }) },
  'moderation:mute': { shows: 'name', input: to },
  'moderation:muteAll': { shows: 'name', input: () => ({ sparePresenter: false }) },
  'moderation:askUnmute': { input: to },
  'moderation:rename': { input: (stage) => ({ ...to(stage), name: 'Carla Zed the second' }) },
  'moderation:remove': { input: (stage) => ({ ...to(stage), ban: true }) },
  'moderation:pardon': {
    async input({ world, host }) {
      await world.enter('Dan');
      await host.ask(moderation, 'remove', { member: 'dan', ban: true });
      return { ban: host.state(moderation).bans[0]?.id };
    },
  },
  'moderation:end': { shows: 'name', ...none },
};

async function knocked({ world, host }: Stage): Promise<{ member: string }> {
  await host.askRaw('lobby:setPolicy', { policy: 'ask' });
  await world.join({ id: 'w4w4w4', name: 'Wes Waits', role: 'participant', person: 'person-wes' });
  return { member: 'w4w4w4' };
}

const lobbyActs: Readonly<Record<string, Act>> = {
  'lobby:setPolicy': { shows: 'name', input: () => ({ policy: 'closed' }) },
  'lobby:tellAll': { input: () => ({ words: 'We begin at nine.' }) },
  'lobby:tell': { input: async (stage) => ({ ...(await knocked(stage)), words: 'One moment.' }) },
  'lobby:admit': { input: async (stage) => ({ ...(await knocked(stage)), as: 'guest', remember: true }) },
  'lobby:admitAll': {
    async input(stage) {
      await knocked(stage);
      return { as: 'participant' };
    },
  },
  'lobby:deny': { input: async (stage) => ({ ...(await knocked(stage)), words: 'Not today.', remember: true }) },
  'lobby:forget': none,
  'lobby:look': none,
  'lobby:leave': none,
};

const part = { x: 100, y: 50, width: 960, height: 540 };

const otherActs: Readonly<Record<string, Act>> = {
  'presence:leave': none,
  'presence:rename': { input: ({ actor }) => ({ name: `${actor.seat.name} the second` }) },
  'hand:raise': none,
  'hand:lower': {
    async input({ actor }) {
      await actor.askRaw('hand:raise', {});
      return {};
    },
  },
  'hand:lowerOther': after(raised, to),
  'hand:lowerAll': after(raised, () => ({})),
  'hand:call': after(raised, to),
  'away:set': { input: () => ({ away: true }) },
  'reaction:react': { input: () => ({ emoji: 'clap' }) },
  'layout:push': { input: () => ({ mode: 'speaker' }) },
  'layout:release': {
    async input({ host }) {
      await host.askRaw('layout:push', { mode: 'grid' });
      return {};
    },
  },
  'media:ticket': none,
  'media:report': { input: () => ({ quality: 'weak' }) },
  'media:stop': {
    async input({ world, host, about }) {
      const room = await world.room();
      const member = about.seat.id;
      room.tell(world.slices.media, { type: 'published', member, source: 'mic', muted: false });
      room.tell(world.slices.media, { type: 'speaking', members: [member] });
      // The answer to a command comes after the facts before it.
      await host.askRaw('attendance:export', {});
      return { member, source: 'mic' };
    },
  },
  'attendance:export': none,
  'duration:extend': after(limited, () => ({ minutes: 15 })),
  'timer:start': { input: () => ({ lengthMs: 60_000 }) },
  'timer:pause': after(timed, () => ({})),
  'timer:resume': after(timed, () => ({})),
  'timer:add': after(timed, () => ({ ms: 60_000 })),
  'timer:reset': after(timed, () => ({})),
  'timer:remove': after(timed, () => ({})),
  'recording:start': { input: () => ({ chat: 'kept' }) },
  'recording:pause': after(recorded, () => ({})),
  'recording:resume': after(recorded, () => ({})),
  'recording:stop': after(recorded, () => ({})),
  'recording:answer': { input: () => ({ answer: 'out' }) },
  'slides:turn': { input: () => ({ page: 'deck.2' }) },
  'slides:look': { input: () => ({ page: 'deck.1', view: part }) },
  'slides:pan': { input: () => ({ page: 'deck.1', view: part }) },
  'slides:blank': { input: () => ({ name: 'Whiteboard' }) },
  'slides:extend': { input: () => ({ presentation: 'deck' }) },
  'slides:remove': { input: () => ({ presentation: 'deck' }) },
  'slides:allow': { input: () => ({ presentation: 'deck', download: true }) },
  'slides:dismiss': after(
    async ({ world }) => {
      const expected = [{ id: 'lost', name: 'Lost', reason: 'absent' as const }];
      await (await world.room()).settle(serveSlides, { expected });
    },
    () => ({ document: 'lost' }),
  ),
};

/** An act for every command of every feature. */
export const acts: Readonly<Record<string, Act>> = {
  ...chatActs,
  ...pollActs,
  ...boardActs,
  ...breakoutActs,
  ...moderationActs,
  ...lobbyActs,
  ...otherActs,
};

/** @throws Error when the act was refused, because then it proves nothing */
export function requireDone(reply: Reply, name: string): void {
  if (!reply.ok) throw new Error(`${name}: ${reply.code}: ${reply.message}`);
}
