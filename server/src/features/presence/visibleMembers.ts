import type { Role } from '@plenum/shared/core/abilities';
import type { MemberId } from '@plenum/shared/core/ids';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { type PresentMember, presence } from '@plenum/shared/features/presence/contract';
import { leads, publicMember } from '@plenum/shared/features/presence/reduce';
import { holdersOf, lackersOf, without } from '../../room/audience.ts';
import { type Context, type Listener, on } from '../../room/serve.ts';

export type PresenceContext = Context<typeof presence>;

/** The `to` of an event about a member: the members who may know of them, or nothing when all may. */
export function receiversOf({ state }: PresenceContext, id: MemberId): { to?: readonly MemberId[] } {
  const member = state.members[id];
  if (member && leads(state, member)) return {};
  return seeingReceivers(state, id);
}

/** Gives a role. A member who leads by it becomes visible to all; a member who leads no longer becomes hidden. */
export function promote(context: PresenceContext, id: MemberId, role: Role): void {
  const member = context.state.members[id];
  if (!member) return;
  const before = receiversOf(context, id);
  const ledBefore = leads(context.state, member);
  const leadsNow = leads(context.state, { id, role });
  // Members who did not see this member get the whole member by `show`, or nothing.
  context.emit('promoted', { id, role }, leadsNow ? before : seeingReceivers(context.state, id));
  if (leadsNow !== ledBefore) show(context, id, leadsNow);
}

/** Hides the members from those who lost the right to see them, and shows them to those who got it, with one event. */
function updateVisibility(context: PresenceContext): void {
  const { members, state } = context;
  const now = lackersOf(members, 'memberSee');
  const [blind, seeing] = [without(now, state.blind), without(state.blind, now)];
  const changed = blind.length + seeing.length;
  if (changed === 0) return;
  const all = holdersOf(members, 'memberSee');
  // The event names the members who changed, or the smaller of the two groups.
  if (changed <= Math.min(now.length, all.length)) context.emit('sighted', { blind: [...blind], seeing: [...seeing] });
  else if (now.length > all.length) context.emit('sighted', { seeing: [...all], rest: 'blind' });
  else context.emit('sighted', { blind: [...now], rest: 'seeing' });
}

/** The same for a newcomer, whose rights concern no other member: only theirs are computed. */
function updateVisibilityOf(context: PresenceContext, id: MemberId): void {
  const isBlind = context.find(id)?.abilities.includes('memberSee') === false;
  if (isBlind === context.state.blind.includes(id)) return;
  context.emit('sighted', isBlind ? { blind: [id], seeing: [] } : { blind: [], seeing: [id] });
}

/** Moves the presenter's mark, and with it the visibility to all members. */
function movePresenter(context: PresenceContext, next: MemberId | undefined): void {
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
export const followsVisibility: readonly Listener[] = [
  on(presence, moderation, 'presented', (context, { member }) => movePresenter(context, member)),
  on(presence, moderation, 'locked', updateVisibility),
  on(presence, moderation, 'exempted', updateVisibility),
  on(presence, moderation, 'granted', updateVisibility),
  on(presence, presence, 'joined', (context, { id }) => updateVisibilityOf(context, id)),
  on(presence, presence, 'promoted', updateVisibility),
];

/** Tells blind members that a member leads now, or leads no longer. */
function show(context: PresenceContext, id: MemberId, isShown: boolean): void {
  const member = context.state.members[id];
  const to = context.state.blind.filter((other) => other !== id);
  if (!member || to.length === 0) return;
  if (isShown) context.emit('revealed', { members: [publicMember(member)] }, { to });
  else context.emit('concealed', { hidden: [id] }, { to });
}

function seeingReceivers({ blind, members }: PresenceContext['state'], id: MemberId): { to?: readonly MemberId[] } {
  if (blind.length === 0) return {};
  const seeing = without(Object.keys(members), blind);
  return { to: blind.includes(id) && members[id] ? [...seeing, id] : seeing };
}
