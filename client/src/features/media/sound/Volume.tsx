import type { MemberId } from '@plenum/shared/core/ids';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { Volume1, Volume2, VolumeX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { lazyPart } from '../../../app/lazyPart.tsx';
import { useMeeting } from '../../../app/session.ts';
import { useHome } from '../../../app/stayContext.ts';
import type { MenuEntry } from '../../../ui/Menu.tsx';
import { Sign } from '../../../ui/Sign.tsx';
import { useVolume, volumesOf } from './volumes.ts';

const VolumeDialog = lazyPart(async () => (await import('./VolumeDialog.tsx')).VolumeDialog);

/** Changes how loud this person hears a member, in the member's menu. */
export function useVolumeEntry({ id }: PresentMember): readonly MenuEntry[] {
  const { t } = useTranslation();
  const volumes = volumesOf(useHome());
  const isMe = useMeeting(({ me }) => me.id === id);
  if (isMe) return [];
  return [
    {
      id: 'volume',
      label: t('media.volume.entry'),
      icon: <Volume2 aria-hidden="true" className="size-5 text-dim" />,
      run: () => volumes.setState({ changing: id }),
    },
  ];
}

/** Marks a member who is not heard as sent. */
export function VolumeMark({ member }: { readonly member: MemberId }) {
  const { t } = useTranslation();
  const volume = useVolume(member);
  if (volume === 1) return null;
  return (
    <Sign
      icon={volume === 0 ? VolumeX : Volume1}
      words={t('media.volume.mark', { share: volume })}
      className="size-4 shrink-0 text-dim"
    />
  );
}

/** The window with the volume of one member, while a person changes one. */
export function VolumeWindow() {
  const changing = useStore(volumesOf(useHome()), (state) => state.changing);
  return changing !== undefined && <VolumeDialog member={changing} />;
}
