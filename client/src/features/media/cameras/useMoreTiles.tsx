import { media } from '@plenum/shared/features/media/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { VideoOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { usePreference } from '../../../app/preferences/preferences.ts';
import { useMeeting } from '../../../app/session.ts';
import type { MoreTile } from '../../../app/slots.ts';
import { type MeetingState, stateOf, trackKey } from '../../../core/store.ts';
import { useLocalMedia } from '../local/localMediaContext.ts';
import { type MoreCamera, moreCameras } from '../local/localMediaState.ts';
import { pictureOfMore } from '../tiles/TileParts.tsx';

/** Tiles of members' further cameras; none for cameras that this person may not see, and none while they save data. */
export function useMoreTiles(): readonly MoreTile[] {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const me = useMeeting((state) => state.me.id);
  const [saving] = usePreference('dataSaving');
  const tiles = {
    camera2: useMeeting(useShallow((state) => sendersOf(state, 'camera2'))),
    camera3: useMeeting(useShallow((state) => sendersOf(state, 'camera3'))),
  };
  const names = useMeeting(
    useShallow((state) =>
      Object.fromEntries(
        [...tiles.camera2, ...tiles.camera3].map((id) => [
          id,
          stateOf(state, presence).members[id]?.name ?? t('app.somebody'),
        ]),
      ),
    ),
  );
  return moreCameras.flatMap((source) => {
    const senders = tiles[source].filter((member) => member === me || saving !== 'sound');
    const number = moreCameras.indexOf(source) + 2;
    const stop = {
      id: 'stop',
      label: t('media.moreCameras.stop', { number }),
      icon: <VideoOff aria-hidden="true" className="size-5 text-dim" />,
      run: () => local.moreCameras.stop(source),
    };
    return senders.map((member) => ({
      key: trackKey(member, source),
      member,
      title: t('media.moreCameras.of', { name: member === me ? t('app.you') : names[member], number }),
      Picture: pictureOfMore[source],
      entries: member === me ? [stop] : [],
    }));
  });
}

function sendersOf(state: MeetingState, source: MoreCamera): string[] {
  const seesAll = state.me.abilities.includes('cameraSee');
  const { members } = stateOf(state, presence);
  return (
    Object.entries(stateOf(state, media).streams)
      .filter(([, streams]) => streams[source] !== undefined)
      .map(([member]) => member)
      // A member whom this person may not see has no tile.
      .filter((member) => members[member] !== undefined)
      .filter((member) => seesAll || member === state.me.id || state.tracks[trackKey(member, source)] !== undefined)
  );
}
