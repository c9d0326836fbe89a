import { type CaptionTrack, cuesOf } from '@plenum/shared/api/recording/captions';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { aside } from '@plenum/shared/core/aside';
import { Captions } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { useDesk, usePlayerDesk } from '../playerDesk.ts';
import { ManageCaptions } from './ManageCaptions.tsx';
import { useShowCaptions } from './useCaptions.ts';

/** The entry that switches captions off. */
const off = 'off';
/** The captions of a file that only this viewer sees. */
const own = 'own';

/** Captions: off, one of the recording's, or a file of the viewer's own; who manages the recording adds and removes them. */
export function CaptionMenu() {
  const { t } = useTranslation('recording');
  const { store } = useDesk();
  const { manifest, captions, captionsOf, showsCaptions } = usePlayerDesk();
  const field = useRef<HTMLInputElement>(null);
  const [managing, setManaging] = useState(false);
  const show = useShowCaptions();
  const isOwn = captions.length > 0 && captionsOf === undefined;
  const choose = (track: CaptionTrack): MenuEntry => ({
    id: track.file,
    label: track.label,
    run: () => (track.file === captionsOf?.file ? store.setState({ showsCaptions: true }) : show(track)),
  });
  const choices: readonly MenuEntry[] = [
    { id: off, label: t('captions.off'), run: () => store.setState({ showsCaptions: false }) },
    ...manifest.captions.map(choose),
    ...(isOwn ? [{ id: own, label: t('captions.own'), run: () => store.setState({ showsCaptions: true }) }] : []),
  ];
  const actions: readonly MenuEntry[] = [
    { id: 'file', label: t('captions.file'), run: () => field.current?.click() },
    ...(manifest.manages && manifest.state !== 'recording'
      ? [{ id: 'manage', label: t('captions.manage'), run: () => setManaging(true) }]
      : []),
  ];
  const take = async (file: File | undefined) => {
    if (!file) return;
    const cues = file.size > recordingLimits.captionBytes ? [] : cuesOf(await file.text());
    if (cues.length === 0) showToast({ tone: 'warning', words: t('captions.none') });
    else store.setState({ captions: cues, captionsOf: undefined, showsCaptions: true });
  };
  const chosen = showsCaptions ? (captionsOf?.file ?? (isOwn ? own : off)) : off;
  return (
    <>
      <Menu
        label={t('captions.title')}
        placement="top"
        groups={[
          { id: 'shown', title: t('captions.title'), chosen, entries: choices.length > 1 ? choices : [] },
          { id: 'captions', entries: actions },
        ]}
        trigger={
          <Button look="quiet" square aria-label={t('captions.title')}>
            <Captions aria-hidden="true" className={cx('size-5', chosen !== off && 'text-accent-text')} />
          </Button>
        }
      />
      <input
        ref={field}
        type="file"
        accept=".vtt,.srt,.ssa,.ass,text/vtt"
        hidden
        aria-label={t('captions.file')}
        onChange={(event) => {
          aside(take(event.target.files?.[0]));
          event.target.value = '';
        }}
      />
      {managing && <ManageCaptions onClose={() => setManaging(false)} />}
    </>
  );
}
