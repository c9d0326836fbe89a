import type { Role } from '@plenum/shared/core/abilities';
import type { MemberId } from '@plenum/shared/core/ids';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { type PresentMember, presence } from '@plenum/shared/features/presence/contract';
import { leads, publicMember } from '@plenum/shared/features/presence/reduce';
import { holdersOf, lackersOf, without } from '../../room/audience.ts';
import { type Context, type Listener, on } from '../../room/serve.ts';

export type PresenceContext = Context<typeof presence>;

/** Who may be told of somebody, as an event's `to`: empty when that is everyone. */
export function toldOf({ state }: PresenceContext, id: MemberId): { to?: readonly MemberId[] } {
  const member = state.members[id];
  if (member && leads(state, member)) return {};
  return withoutBlind(state, id);
}

/** Gives a role; whoever leads by it is seen by everybody, whoever no longer does is not. */
export function promote(context: PresenceContext, id: MemberId, role: Role): void {
  const member = context.state.members[id];
  if (!member) return;
  const before = toldOf(context, id);
  const ledBefore = leads(context.state, member);
  const leadsNow = leads(context.state, { id, role });
  // Who did not see them is told of them as a whole, or not at all.
  context.emit('promoted', { id, role }, leadsNow ? before : withoutBlind(context.state, id));
  if (leadsNow !== ledBefore) show(context, id, leadsNow);
}

/** Hides the others from who may no longer see them, and shows them to who may again: one event, whatever their number. */
function updateSight(context: PresenceContext): void {
  const { members, state } = context;
  const now = lackersOf(members, 'memberSee');
  const [blind, seeing] = [without(now, state.blind), without(state.blind, now)];
  const changed = blind.length + seeing.length;
  if (changed === 0) return;
  const all = holdersOf(members, 'memberSee');
  // Named are those who changed, or those who are on the smaller side.
  if (changed <= Math.min(now.length, all.length)) context.emit('sighted', { blind: [...blind], seeing: [...seeing] });
  else if (now.length > all.length) context.emit('sighted', { seeing: [...all], rest: 'blind' });
  else context.emit('sighted', { blind: [...now], rest: 'seeing' });
}

/** The same for a newcomer, whose rights are theirs alone: nobody else's are asked for. */
function updateSightOf(context: PresenceContext, id: MemberId): void {
  const isBlind = context.find(id)?.abilities.includes('memberSee') === false;
  if (isBlind === context.state.blind.includes(id)) return;
  context.emit('sighted', isBlind ? { blind: [id], seeing: [] } : { blind: [], seeing: [id] });
}

/** The presenter's mark goes from one to another, and with it being seen. */
function point(context: PresenceContext, next: MemberId | undefined): void {
  const { presenter: last, members } = context.state;
  if (last === next) return;
  context.emit('pointedAt', next === undefined ? {} : { id: next }, { to: [] });
  const isPlain = (id: MemberId | undefined): id is MemberId => {
    const member: PresentMember | undefined = id === undefined ? undefined : members[id];
    return member !== undefined && !leads({}, member);
  };
  if (isPlain(last)) show(context, last, false);
  if (isPlain(next)) show(context, next, true);
}

/** Keeps who sees whom in step with rights and the presenter's mark. */
export const followSight: readonly Listener[] = [
  on(presence, moderation, 'presented', (context, { member }) => point(context, member)),
  on(presence, moderation, 'locked', updateSight),
  on(presence, moderation, 'exempted', updateSight),
  on(presence, moderation, 'granted', updateSight),
  on(presence, presence, 'joined', (context, { id }) => updateSightOf(context, id)),
  on(presence, presence, 'promoted', updateSight),
];

/** Tells those who see only who leads that somebody does now, or does no longer. */
function show(context: PresenceContext, id: MemberId, isShown: boolean): void {
  const member = context.state.members[id];
  const to = context.state.blind.filter((other) => other !== id);
  if (!member || to.length === 0) return;
  if (isShown) context.emit('revealed', { members: [publicMember(member)] }, { to });
  else context.emit('concealed', { hidden: [id] }, { to });
}

function withoutBlind({ blind, members }: PresenceContext['state'], id: MemberId): { to?: readonly MemberId[] } {
  if (blind.length === 0) return {};
  const seeing = without(Object.keys(members), blind);
  return { to: blind.includes(id) && members[id] ? [...seeing, id] : seeing };
}
