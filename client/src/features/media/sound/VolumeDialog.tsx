import type { MemberId } from '@plenum/shared/core/ids';
import { presence } from '@plenum/shared/features/presence/contract';
import { Volume2 } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { useHome } from '../../../app/stayContext.ts';
import { stateOf } from '../../../core/store.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { useVolume, volumesOf } from './volumes.ts';

/** The window with the volume of one member. */
export function VolumeDialog({ member: id }: { readonly member: MemberId }) {
  const { t } = useTranslation();
  const volumes = volumesOf(useHome());
  const member = useMeeting((state) => stateOf(state, presence).members[id]);
  if (!member) return null;
  const close = () => volumes.setState({ changing: undefined });
  return (
    <Dialog open onClose={close} title={t('media.volume.title', { name: member.name })}>
      <VolumeField member={member.id} />
    </Dialog>
  );
}

function VolumeField({ member }: { readonly member: MemberId }) {
  const { t } = useTranslation();
  const volumes = volumesOf(useHome());
  const volume = useVolume(member);
  const noteId = useId();
  const set = (next: number) => volumes.setState(({ of }) => ({ of: { ...of, [member]: next } }));
  return (
    <div className="flex flex-col gap-2 pt-1">
      <div className="flex min-h-11 items-center gap-3">
        <Volume2 aria-hidden="true" className="size-5 shrink-0 text-dim" />
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(volume * 100)}
          aria-label={t('media.volume.label')}
          aria-describedby={noteId}
          onChange={(event) => set(Number(event.target.value) / 100)}
          className="h-11 min-w-0 flex-1 accent-(--accent)"
        />
        <output className="w-14 text-right tabular">{t('media.volume.share', { share: volume })}</output>
      </div>
      <p id={noteId} className="text-sm text-dim">
        {t('media.volume.note')}
      </p>
    </div>
  );
}
