import { assertNever } from '@plenum/shared/core/errors';
import type { RoomId } from '@plenum/shared/core/ids';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { chat } from '@plenum/shared/features/chat/contract';
import { hand } from '@plenum/shared/features/hand/contract';
import { media } from '@plenum/shared/features/media/contract';
import { holdersOf } from '../../room/audience.ts';
import { type Listener, on } from '../../room/serve.ts';
import { RoomFact } from './facts.ts';
import { type BreakoutContext, closeOne } from './rooms.ts';

/** Sends a fact from a room to its meeting. Does nothing in a meeting. */
export function tellParent({ rooms }: BreakoutContext, fact: RoomFact): void {
  if (rooms.parent !== undefined) rooms.tell(rooms.parent, fact);
}

/** Sends a fact that the room's own log has too. Its rate is up to the members, so the copies are rationed. */
function copyToParent({ rooms }: BreakoutContext, fact: RoomFact): void {
  if (rooms.parent !== undefined) rooms.tellCopy(rooms.parent, fact);
}

/** Cuts a text to the length that the record keeps, before it is written. */
const kept = (text: string) => text.slice(0, breakoutLimits.record.length);

/** The events that a room reports to its meeting. Private talks are not among them. */
export const reportToParent: readonly Listener[] = [
  on(breakout, hand, 'raised', (context, { member }) => copyToParent(context, { type: 'handUp', member })),
  on(breakout, hand, 'lowered', (context, { member }) =>
    copyToParent(context, { type: 'handsDown', members: [member] }),
  ),
  on(breakout, hand, 'allLowered', (context) => copyToParent(context, { type: 'handsDown' })),
  on(breakout, media, 'speaking', (context, { members }) => copyToParent(context, { type: 'talking', members })),
  on(breakout, chat, 'sent', (context, { channel, id, name, text }) => {
    if (channel === 'all' && text !== '') copyToParent(context, { type: 'wrote', id, name, text: kept(text) });
  }),
  on(breakout, chat, 'edited', (context, { channel, id, text }) => {
    if (channel === 'all') copyToParent(context, { type: 'rewrote', id, text: kept(text) });
  }),
  // Not rationed: a deleted message must leave the record, and it is deleted at most once.
  on(breakout, chat, 'deleted', (context, { channel, id }) => {
    if (channel === 'all') tellParent(context, { type: 'unwrote', id });
  }),
  on(breakout, chat, 'cleared', (context) => tellParent(context, { type: 'unwrote' })),
];

function managers({ members }: BreakoutContext): readonly string[] {
  return holdersOf(members, 'breakoutManage');
}

/** Handles a fact from a room of this meeting; ignores one from a closed room. */
export function onRoomFact(context: BreakoutContext, room: RoomId, message: unknown): void {
  const { running, places, record } = context.state;
  const title = running?.rooms.find(({ id }) => id === room)?.name;
  if (!running || title === undefined) return;
  const fact = RoomFact.parse(message);
  switch (fact.type) {
    case 'handUp':
      if (places[fact.member] === room) context.emit('handUp', { room, member: fact.member });
      return;
    case 'handsDown': {
      const up = running.hands[room] ?? [];
      const members = up.filter((member) => fact.members?.includes(member) ?? true);
      if (members.length > 0) context.emit('handsDown', { room, members });
      return;
    }
    case 'ended':
      closeOne(context, room);
      return;
    case 'wrote':
      context.emit('wrote', { id: fact.id, source: room, room: title, name: fact.name, text: fact.text }, { to: [] });
      return;
    case 'rewrote':
      if (record.some(({ id, text }) => id === fact.id && text !== fact.text)) {
        context.emit('rewrote', { id: fact.id, text: fact.text }, { to: [] });
      }
      return;
    case 'unwrote': {
      const isMeant = (line: (typeof record)[number]) =>
        fact.id === undefined ? line.room === title : line.id === fact.id;
      const ids = record.filter(isMeant).map(({ id }) => id);
      if (ids.length > 0) context.emit('unwrote', { ids }, { to: [] });
      return;
    }
    case 'talking':
      context.emit('talking', { room, members: fact.members }, { to: managers(context) });
      return;
    default:
      assertNever(fact);
  }
}
