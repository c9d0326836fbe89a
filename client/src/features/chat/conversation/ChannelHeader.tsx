import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { chat } from '@plenum/shared/features/chat/contract';
import { ChevronLeft, ClipboardCopy, Download, EllipsisVertical, Eraser, Lock, Search, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { useIsRecorded } from '../../../app/house.ts';
import { useMeeting } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { copyText } from '../../../ui/copyText.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { saveText } from '../../../ui/saveFile.ts';
import { useConversations } from './conversations.ts';
import { textOf } from './textOf.ts';
import { useDesk, useOther } from '../useChat.ts';

const icon = 'size-5 shrink-0';

interface Props {
  readonly channel: ChannelId;
  readonly onSearch: () => void;
}

/** The head of a conversation: its title, the way back to the list, and the menu. */
export function ChannelHeader({ channel, onSearch }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [clearing, setClearing] = useState(false);
  const title = useTitle(channel);
  const elsewhere = useConversations().reduce((sum, one) => sum + (one.channel === channel ? 0 : one.unread), 0);
  const entries = useEntries(channel, () => setClearing(true));
  const recorded = useIsRecorded();
  return (
    <div
      className={cx(
        'flex min-h-12 items-center gap-1 border-b border-line px-1',
        channel !== 'all' && 'bg-accent-soft',
      )}
    >
      {!recorded && (
        <Button look="quiet" square aria-label={t('chat.conversations')} onPress={() => desk.show(undefined)}>
          <ChevronLeft aria-hidden="true" className={`${icon} rtl:rotate-180`} />
          {elsewhere > 0 && (
            <span className="rounded-full bg-accent px-1.5 text-xs leading-5 font-bold text-accent-ink tabular">
              <span aria-hidden="true">{elsewhere > 99 ? '99+' : elsewhere}</span>
              <span className="sr-only">{t('chat.unread', { count: elsewhere })}</span>
            </span>
          )}
        </Button>
      )}
      <div className={cx('min-w-0 flex-1 py-1', recorded && 'pl-3')}>
        <h3 dir="auto" className="truncate font-bold">
          {title}
        </h3>
        <Readers channel={channel} />
      </div>
      <Button look="quiet" square aria-label={t('chat.search')} onPress={onSearch}>
        <Search aria-hidden="true" className={icon} />
      </Button>
      <Menu
        label={t('chat.more')}
        groups={[{ id: 'conversation', entries }]}
        trigger={
          <Button look="quiet" square aria-label={t('chat.more')}>
            <EllipsisVertical aria-hidden="true" className={icon} />
          </Button>
        }
      />
      <ClearQuestion open={clearing} onClose={() => setClearing(false)} />
    </div>
  );
}

/** Says who reads a conversation that is not everyone's. */
function Readers({ channel }: { readonly channel: ChannelId }) {
  const { t } = useTranslation();
  const title = useTitle(channel);
  if (channel === 'all') return null;
  return (
    <p className="flex items-center gap-1.5 text-sm">
      <Lock aria-hidden="true" className="size-4 shrink-0" />
      <span className="truncate">
        {channel === 'staff' ? t('chat.onlyModerators') : t('chat.onlyYouAnd', { name: title })}
      </span>
    </p>
  );
}

/** The title of a conversation. */
export function useTitle(channel: ChannelId): string {
  const { t } = useTranslation();
  const other = useOther(channel);
  if (channel === 'all') return t('chat.everyone');
  return channel === 'staff' ? t('chat.moderators') : (other?.name ?? '');
}

function useEntries(channel: ChannelId, clear: () => void): readonly MenuEntry[] {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const title = useTitle(channel);
  const room = useMeeting((state) => state.room.title);
  const moderates = useMeeting(({ me }) => me.abilities.includes('chatModerate'));
  const isTalk = channel !== 'all' && channel !== 'staff';
  const text = async () => {
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before it ended.
    while (await desk.loadOlder(channel));
    return textOf(desk.messages(channel), { language: i18n.language, t });
  };
  const copy = async () => {
    try {
      await copyText(await text());
      showToast({ tone: 'good', words: t('chat.copied') });
    } catch {
      showToast({ tone: 'warning', words: t('chat.notCopied') });
    }
  };
  const save = async () => saveText(`${room} – ${title}.txt`, await text(), 'text/plain');
  return [
    {
      id: 'save',
      label: t('chat.saveText'),
      icon: <Download aria-hidden="true" className={icon} />,
      run: () => void save(),
    },
    {
      id: 'copy',
      label: t('chat.copyAll'),
      icon: <ClipboardCopy aria-hidden="true" className={icon} />,
      run: () => void copy(),
    },
    ...(isTalk
      ? [
          {
            id: 'close',
            label: t('chat.putAway'),
            icon: <X aria-hidden="true" className={icon} />,
            run: () => desk.hideTalk(channel),
          },
        ]
      : []),
    ...(moderates && channel === 'all'
      ? [
          {
            id: 'clear',
            label: t('chat.clear'),
            danger: true,
            icon: <Eraser aria-hidden="true" className={icon} />,
            run: clear,
          },
        ]
      : []),
  ];
}

function ClearQuestion({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const clear = () => {
    onClose();
    aside(ask(chat, 'clear', {}));
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      alert
      title={t('chat.clearTitle')}
      actions={
        <>
          <Button onPress={onClose}>{t('chat.cancel')}</Button>
          <Button look="danger" onPress={clear}>
            {t('chat.clearForAll')}
          </Button>
        </>
      }
    >
      <p>{t('chat.clearBody')}</p>
    </Dialog>
  );
}
