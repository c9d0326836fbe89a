import { SmilePlus } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ControlTrigger } from '../../ui/ControlButton.tsx';
import { Palette } from './Palette.tsx';
import { useMayReact } from './useReactions.ts';

/** Opens the palette above the bar. */
export function ReactButton() {
  const { t } = useTranslation();
  const may = useMayReact();
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
