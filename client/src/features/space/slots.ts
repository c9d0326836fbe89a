import type { FeatureSlots } from '../../app/slots.ts';
import { SpaceBanner } from './SpaceBanner.tsx';
import { SpaceWatcher } from './SpaceWatcher.tsx';

/** What a meeting has from its space and from the people who run the server. */
export const spaceSlots: FeatureSlots = { name: 'space', Watcher: SpaceWatcher, Banner: SpaceBanner };
