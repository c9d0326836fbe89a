import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PageOnStage } from '../../app/slots.ts';
import { Tip } from '../../ui/Tip.tsx';
import { pictureTypes } from './desk/bringPictures.ts';
import { toolButton } from './toolButton.tsx';
import { useBringPictures } from './useBringPictures.ts';

/** Chooses pictures for the page from this device. */
export function PictureTool({ page }: { readonly page: PageOnStage }) {
  const { t } = useTranslation();
  const bring = useBringPictures(page);
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        accept={pictureTypes}
        aria-label={t('whiteboard.picture.choose')}
        onChange={({ target }) => {
          bring(target.files ?? undefined);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
      <Tip words={t('whiteboard.picture.add')} placement="right">
        <AriaButton
          aria-label={t('whiteboard.picture.add')}
          onPress={() => field.current?.click()}
          className={toolButton(false)}
        >
          <ImagePlus aria-hidden="true" className="size-5" />
        </AriaButton>
      </Tip>
    </>
  );
}
