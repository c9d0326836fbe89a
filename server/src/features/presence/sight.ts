import type { Role } from '@plenum/shared/core/abilities';
import type { MemberId } from '@plenum/shared/core/ids';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { type PresentMember, presence } from '@plenum/shared/features/presence/contract';
import { leads, publicMember } from '@plenum/shared/features/presence/reduce';
import { type Context, type Listener, on } from '../../room/serve.ts';

export type PresenceContext = Context<typeof presence>;

/** Who may be told of somebody, as an event's `to`: empty when that is everyone. */
export function toldOf({ state }: PresenceContext, id: MemberId): { to?: readonly MemberId[] } {
  const member = state.members[id];
  if (state.blind.length === 0 || (member && leads(state, member))) return {};
  return { to: Object.keys(state.members).filter((other) => other === id || !state.blind.includes(other)) };
}

/** Gives a role; whoever leads by it is seen by everybody, whoever no longer does is not. */
export function promote(context: PresenceContext, id: MemberId, role: Role): void {
  const member = context.state.members[id];
  if (!member) return;
  const before = toldOf(context, id);
  const ledBefore = leads(context.state, member);
  const leadsNow = leads(context.state, { id, role });
  // Who did not see them is told of them as a whole, or not at all.
  context.emit('promoted', { id, role }, leadsNow ? before : withoutBlind(context, id));
  if (leadsNow !== ledBefore) show(context, id, leadsNow);
}

/** Hides the others from who may no longer see them, and shows them to who may again. */
function updateSight(context: PresenceContext): void {
  for (const { id, abilities } of context.members) {
    const isBlind = context.state.blind.includes(id);
    if (isBlind !== abilities.includes('memberSee')) continue;
    const others = Object.values(context.state.members).filter(
      (other) => other.id !== id && !leads(context.state, other),
    );
    if (isBlind) context.emit('unveiled', { id, members: others.map(publicMember) }, { to: [id] });
    else context.emit('veiled', { id, hidden: others.map((other) => other.id) }, { to: [id] });
  }
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
  on(presence, presence, 'joined', updateSight),
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

function withoutBlind({ state }: PresenceContext, id: MemberId): { to?: readonly MemberId[] } {
  if (state.blind.length === 0) return {};
  return { to: Object.keys(state.members).filter((other) => other === id || !state.blind.includes(other)) };
}
