import { EllipsisVertical, EyeOff, Pin, PinOff, Shrink } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx';
import { setSelfView, togglePin, usePins } from '../../preferences/view.ts';
import type { Subject } from './people.ts';

interface Props {
  readonly subject: Subject;
  readonly isMe: boolean;
}

/** What a person can do with a tile. Visible while the pointer is over the tile or the focus is in it, which a tap gives. */
export function TileMenu({ subject: { id, member, more }, isMe }: Props) {
  const { t } = useTranslation();
  const pinned = usePins().includes(id);
  const label = t('meeting.tileMenu', { name: more?.title ?? (isMe ? t('app.you') : member.name) });
  const icon = (Icon: typeof Pin) => <Icon aria-hidden="true" className="size-5 text-dim" />;
  const pin: MenuEntry = {
    id: 'pin',
    label: pinned ? t('meeting.unpin') : t('meeting.pin'),
    icon: icon(pinned ? PinOff : Pin),
    run: () => togglePin(id),
  };
  const own: readonly MenuEntry[] = [
    { id: 'small', label: t('view.self.small'), icon: icon(Shrink), run: () => setSelfView('small') },
    { id: 'hide', label: t('view.self.hide'), icon: icon(EyeOff), run: () => setSelfView('hide') },
  ];
  return (
    <div className="tile-menu absolute right-0 bottom-0">
      <Menu
        label={label}
        placement="top end"
        trigger={
          <Button aria-label={label} className="grid size-11 place-items-center rounded-tile -outline-offset-3">
            <span className="grid size-7 place-items-center rounded-full bg-[#14181b]/80 text-[#f2f1ec]">
              <EllipsisVertical aria-hidden="true" className="size-4" />
            </span>
          </Button>
        }
        groups={[{ id: 'tile', entries: [...(more?.entries ?? []), ...(isMe ? own : [pin])] }]}
      />
    </div>
  );
}
