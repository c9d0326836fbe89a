import { useEffect } from 'react';
import type { House } from '../../app/house.ts';
import { useSession } from '../../app/session.ts';
import type { FeatureSlots } from '../../app/slots.ts';
import { followPans } from '../../features/slides/Lead.ts';
// The features come with the chunk of the meeting: by themselves they would split that into more files.
import { house as meetingHouse } from '../../inside.tsx';
import { recordedMedia } from './recordedMedia.tsx';

/** Panels that a recording has beside chapters. */
const panels: readonly string[] = ['chat', 'people', 'poll', 'hand'];

/** What a feature shows of a recording: everything but controls, menus, sounds and news. */
function watched(feature: FeatureSlots): FeatureSlots {
  if (feature.name === 'media') return recordedMedia;
  const { name, tile, useStage, useWanted, useAbsent, PageLayer, useFeed, loadPrints, loadKeeps } = feature;
  return {
    name,
    panels: feature.panels?.filter(({ id }) => panels.includes(id)) ?? [],
    ...(tile && { tile }),
    ...(useStage && { useStage }),
    ...(useWanted && { useWanted }),
    ...(useAbsent && { useAbsent }),
    ...(PageLayer && { PageLayer }),
    ...(useFeed && { useFeed }),
    ...(loadPrints && { loadPrints }),
    ...(loadKeeps && { loadKeeps }),
    ...(name === 'slides' && { Watcher: PanWatcher }),
  };
}

/** Follows the presenter's movements over the page. */
function PanWatcher() {
  const session = useSession();
  useEffect(() => followPans(session), [session]);
  return null;
}

/** The features of a recorded meeting. */
export const house: House = { features: meetingHouse.features.map(watched), recorded: true };

/** The panels of a recording, in their order. */
export const recordedPanels = panels.flatMap((id) =>
  house.features.flatMap((feature) => feature.panels?.filter((panel) => panel.id === id) ?? []),
);
