import { isStaff } from '@plenum/shared/core/abilities';
import { abilityOfSource, endedWith, media, sources } from '@plenum/shared/features/media/contract';
import { type MediaRules, mediaOrders as ordersOf } from '../../media/MediaOrders.ts';

/** A `stopped` event ends its stream in the engine, and those that end with it. */
export const mediaOrders = ordersOf(media, {
  on: { stopped: ({ member, source }) => ({ type: 'stop', member, sources: endedWith(source) }) },
});

/** The media rights of a member, from the abilities. */
export const rightsOf: MediaRules['rightsOf'] = (member) => ({
  send: sources.filter((source) => member.abilities.includes(abilityOfSource[source])),
  seesCameras: member.abilities.includes('cameraSee'),
  leads: isStaff(member),
});
