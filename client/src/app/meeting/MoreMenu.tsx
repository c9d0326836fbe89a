import { Ellipsis, Keyboard, Link2, PictureInPicture2, Settings } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ControlTrigger } from '../../ui/ControlButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useMoreEntries } from '../slots.ts';
import { useHotkey } from '../useHotkey.ts';
import { showToast } from '../../ui/toasts.ts';
import { canFloat, openFloating } from './floating.ts';
import { SettingsDialog } from './SettingsDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { useInvite } from './useInvite.ts';

/** Everything that is not needed all the time. */
export function MoreMenu({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'settings' | 'shortcuts'>();
  const invite = useInvite();
  const entries = useMoreEntries(phone);
  useHotkey('?', () => setOpen('shortcuts'));
  const icon = (Icon: typeof Link2): ReactNode => <Icon aria-hidden="true" className="size-5 text-dim" />;
  const float = () => openFloating().catch(() => showToast({ tone: 'warning', words: t('meeting.floatFailed') }));
  const floatEntry = canFloat()
    ? [{ id: 'float', label: t('meeting.float'), icon: icon(PictureInPicture2), run: () => void float() }]
    : [];
  const close = () => setOpen(undefined);
  return (
    <>
      <Menu
        label={t('meeting.more')}
        placement="top"
        trigger={<ControlTrigger icon={<Ellipsis aria-hidden="true" />} word={t('meeting.more')} />}
        groups={[
          { id: 'features', title: '', entries },
          {
            id: 'house',
            entries: [
              { id: 'invite', label: t('meeting.invite'), icon: icon(Link2), run: invite },
              ...floatEntry,
              { id: 'settings', label: t('meeting.settings'), icon: icon(Settings), run: () => setOpen('settings') },
              { id: 'shortcuts', label: t('meeting.shortcuts'), icon: icon(Keyboard), run: () => setOpen('shortcuts') },
            ],
          },
        ]}
      />
      <SettingsDialog open={open === 'settings'} onClose={close} />
      <ShortcutsDialog open={open === 'shortcuts'} onClose={close} />
    </>
  );
}
