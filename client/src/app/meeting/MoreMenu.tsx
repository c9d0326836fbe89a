import { Ellipsis, Keyboard, Link2, PictureInPicture2, Settings, Share2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ControlTrigger } from '../../ui/ControlButton.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { useMoreEntries } from '../house.ts';
import { showToast } from '../../ui/toasts.ts';
import { canFloat, openFloating } from './floating.ts';
import { inGroups, moreGroups } from './order.ts';
import { openShare, useInvite } from './dialogs/useInvite.ts';

interface Props {
  /** The controls that the bar has no room for. */
  readonly folded: ReadonlySet<string>;
  readonly onSettings: () => void;
  readonly onShortcuts: () => void;
}

/** Actions that are not needed all the time. */
export function MoreMenu({ folded, onSettings, onShortcuts }: Props) {
  const { t } = useTranslation();
  const invite = useInvite();
  const entries = useMoreEntries(folded);
  const icon = (Icon: typeof Link2): ReactNode => <Icon aria-hidden="true" className="size-5 text-dim" />;
  const float = () => openFloating().catch(() => showToast({ tone: 'warning', words: t('meeting.floatFailed') }));
  const floatEntry = canFloat()
    ? [{ id: 'float', label: t('meeting.float'), icon: icon(PictureInPicture2), run: () => void float() }]
    : [];
  return (
    <Menu
      label={t('meeting.more')}
      placement="top"
      trigger={
        <ControlTrigger
          id="control-more"
          icon={<Ellipsis aria-hidden="true" />}
          word={t('meeting.more')}
          count={countOf(entries)}
        />
      }
      groups={[
        ...inGroups(entries, moreGroups),
        {
          id: 'house',
          entries: [
            { id: 'invite', label: t('meeting.invite'), icon: icon(Link2), run: invite },
            { id: 'share', label: t('share.moreEntry'), icon: icon(Share2), run: openShare },
            ...floatEntry,
            { id: 'settings', label: t('meeting.settings'), icon: icon(Settings), run: onSettings },
            { id: 'shortcuts', label: t('meeting.shortcuts'), icon: icon(Keyboard), run: onShortcuts },
          ],
        },
      ]}
    />
  );
}

/** What is new behind all entries, for the closed menu; undefined when there is nothing. */
function countOf(entries: readonly MenuEntry[]) {
  const waiting = entries.flatMap(({ waits }) => waits ?? []);
  if (waiting.length === 0) return undefined;
  const number = waiting.reduce((sum, one) => sum + one.number, 0);
  return { number, words: waiting.map(({ words }) => words).join(' · '), waits: true };
}
