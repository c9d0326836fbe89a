import { ImagePlus } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { fileTroubleOf, wordsOfTrouble } from '../../../app/fileTrouble.ts';
import { Button } from '../../../ui/Button.tsx';
import { Select } from '../../../ui/Select.tsx';
import { showToast } from '../../../ui/toasts.ts';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { keepOwnPicture } from './background/ownPicture.ts';
import { useLocalMedia } from '../local/localMediaContext.ts';
import { useBackgroundGroup, useSoundGroup } from './useEffectGroups.ts';

/** The choice of the microphone's sound. */
export function SoundSelect() {
  const { t } = useTranslation();
  return (
    <div>
      <GroupSelect group={useSoundGroup()} />
      <p className="pt-1 text-sm text-dim">{t('media.sound.hint')}</p>
    </div>
  );
}

/** The choice of the background, and of an own picture for it. */
export function BackgroundSelect() {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const group = useBackgroundGroup();
  const keep = async (file: File | undefined) => {
    if (!file) return;
    const trouble = await fileTroubleOf(file);
    if (trouble) showToast({ tone: 'warning', words: wordsOfTrouble(t, trouble, file.name) }, 10);
    if (trouble === 'unreadable') return;
    try {
      await keepOwnPicture(file);
      local.store.setState({ ownPicture: true });
    } catch {
      // The file is no picture that this browser can read.
      if (!trouble) showToast({ tone: 'warning', words: t('media.background.unreadable') }, 10);
      return;
    }
    await local.standBefore('own');
  };
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <GroupSelect group={group} />
      </div>
      <FileTrigger acceptedFileTypes={['image/*']} onSelect={(files) => void keep(files?.[0])}>
        <Button square aria-label={t('media.background.choose')}>
          <ImagePlus aria-hidden="true" className="size-5" />
        </Button>
      </FileTrigger>
    </div>
  );
}

function GroupSelect({ group }: { readonly group: MenuGroup }) {
  return (
    <Select
      label={group.title ?? ''}
      options={group.entries.map(({ id, label }) => ({ id, label }))}
      chosen={group.chosen}
      onChoose={(id) => group.entries.find((entry) => entry.id === id)?.run()}
      placeholder=""
    />
  );
}
