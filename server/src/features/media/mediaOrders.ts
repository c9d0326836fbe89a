import { abilityOfSource, endedWith, media, sources } from '@plenum/shared/features/media/contract';
import { type MediaRules, mediaOrders as ordersOf } from '../../media/MediaOrders.ts';

/** What a moderator has stopped ends, and what ends with it. */
export const mediaOrders = ordersOf(media, {
  on: { stopped: ({ member, source }) => ({ type: 'stop', member, sources: endedWith(source) }) },
});

/** What somebody may send and see, from what they may do. */
export const rightsOf: MediaRules['rightsOf'] = ({ role, abilities }) => ({
  send: sources.filter((source) => abilities.includes(abilityOfSource[source])),
  seesCameras: abilities.includes('cameraSee'),
  leads: role === 'host' || role === 'moderator',
});
