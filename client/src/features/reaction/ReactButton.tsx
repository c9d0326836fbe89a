import { SmilePlus } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useHotkey } from '../../app/preferences/useHotkey.ts';
import { ControlTrigger } from '../../ui/ControlButton.tsx';
import { Palette } from './Palette.tsx';
import { useMayReact, useReactionDesk } from './useReactions.ts';

/** Opens the palette above the bar. */
export function ReactButton() {
  const { t } = useTranslation();
  const may = useMayReact();
  const desk = useReactionDesk();
  useHotkey('E', () => may && desk.setPalette(true));
  if (!may) return null;
  return (
    <DialogTrigger>
      <ControlTrigger icon={<SmilePlus aria-hidden="true" />} word={t('reaction.title')} />
      <Popover
        placement="top"
        offset={8}
        className="animate-fade rounded-tile border border-line bg-surface p-2 text-text shadow-float"
      >
        <Dialog aria-label={t('reaction.choose')} className="outline-none">
          {({ close }) => <Palette onDone={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
