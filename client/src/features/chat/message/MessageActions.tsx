import { chatLimits } from '@plenum/shared/features/chat/limits';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { type ChatMessage, chat } from '@plenum/shared/features/chat/contract';
import { Copy, Ellipsis, Pencil, Pin, PinOff, Reply, SmilePlus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { useLater } from '../../../ui/useLater.ts';
import { Button } from '../../../ui/Button.tsx';
import { copyText } from '../../../ui/copyText.ts';
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { focusComposer } from '../composer/composerFocus.ts';
import { EmojiPopover } from '../emoji/EmojiPopover.tsx';
import { useDesk, useWritable } from '../useChat.ts';
import { useIsPinned, usePins } from './usePins.ts';

interface Props {
  readonly message: ChatMessage;
  readonly channel: ChannelId;
}

const icon = 'size-5 shrink-0';

/** The actions for a message: shown while it is hovered or has the keyboard focus; always on a phone. */
export function MessageActions({ message, channel }: Props) {
  const { t } = useTranslation();
  const [picking, setPicking] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const ask = useAsk();
  const later = useLater(100);
  const writable = useWritable(channel) === 'yes';
  const answer = useAnswer(channel);
  // After the menu has returned the focus, because a popover that loses the focus closes.
  const entries = useEntries({ message, channel }, () => later(() => setPicking(true)));
  const isOpen = picking || menuOpen;
  return (
    <div
      ref={place}
      className={`absolute end-2 -top-3 flex rounded-control border border-line bg-surface shadow-float transition-opacity group-focus-within/message:opacity-100 group-hover/message:opacity-100 pointer-coarse:top-0 pointer-coarse:border-transparent pointer-coarse:bg-transparent pointer-coarse:opacity-100 pointer-coarse:shadow-none ${isOpen ? 'opacity-100' : 'opacity-0'}`}
    >
      {writable && (
        <span className="contents pointer-coarse:hidden">
          <Button look="quiet" square excludeFromTabOrder aria-label={t('chat.react')} onPress={() => setPicking(true)}>
            <SmilePlus aria-hidden="true" className={icon} />
          </Button>
          <Button look="quiet" square excludeFromTabOrder aria-label={t('chat.reply')} onPress={() => answer(message)}>
            <Reply aria-hidden="true" className={icon} />
          </Button>
        </span>
      )}
      <Menu
        label={t('chat.actions')}
        onOpenChange={setMenuOpen}
        groups={[{ id: 'message', entries }]}
        trigger={
          <Button look="quiet" square aria-label={t('chat.actionsOn', { name: message.name })}>
            <Ellipsis aria-hidden="true" className={`${icon} pointer-coarse:text-dim`} />
          </Button>
        }
      />
      <EmojiPopover
        open={picking}
        onClose={() => setPicking(false)}
        at={place}
        quick
        onPick={(emoji) => void ask(chat, 'react', { channel, id: message.id, emoji, on: true })}
      />
    </div>
  );
}

function useAnswer(channel: ChannelId): (message: ChatMessage) => void {
  const desk = useDesk();
  return (message) => {
    desk.change(channel, { reply: message, editing: undefined });
    focusComposer();
  };
}

function useEntries({ message, channel }: Props, pick: () => void): readonly MenuEntry[] {
  const { t } = useTranslation();
  const ask = useAsk();
  const desk = useDesk();
  const answer = useAnswer(channel);
  const isMine = useMeeting(({ me }) => me.id === message.from);
  const moderates = useMeeting(({ me }) => me.abilities.includes('chatModerate'));
  const writable = useWritable(channel) === 'yes';
  const isPinned = useIsPinned(message.id);
  const full = usePins().length >= chatLimits.pins;
  const { id } = message;
  const edit = () => {
    const { draft } = desk.place(channel);
    desk.change(channel, { editing: { id, draft }, draft: message.text, reply: undefined });
    focusComposer();
  };
  const copy = () => {
    const done = () => showToast({ tone: 'good', words: t('chat.copied') });
    const failed = () => showToast({ tone: 'warning', words: t('chat.notCopied') });
    copyText(message.text).then(done, failed);
  };
  const pin = (): MenuEntry =>
    isPinned
      ? {
          id: 'unpin',
          label: t('chat.unpin'),
          icon: <PinOff aria-hidden="true" className={icon} />,
          run: () => void ask(chat, 'unpin', { id }),
        }
      : {
          id: 'pin',
          label: full ? t('chat.pinsFull') : t('chat.pin'),
          disabled: full,
          icon: <Pin aria-hidden="true" className={icon} />,
          run: () => void ask(chat, 'pin', { id }),
        };
  const entries: (MenuEntry | false)[] = [
    writable && {
      id: 'react',
      label: t('chat.react'),
      icon: <SmilePlus aria-hidden="true" className={icon} />,
      run: pick,
    },
    writable && {
      id: 'reply',
      label: t('chat.reply'),
      icon: <Reply aria-hidden="true" className={icon} />,
      run: () => answer(message),
    },
    message.text !== '' && {
      id: 'copy',
      label: t('chat.copy'),
      icon: <Copy aria-hidden="true" className={icon} />,
      run: copy,
    },
    isMine &&
      writable &&
      message.text !== '' && {
        id: 'edit',
        label: t('chat.edit'),
        icon: <Pencil aria-hidden="true" className={icon} />,
        run: edit,
      },
    moderates && channel === 'all' && pin(),
    (isMine || (moderates && (channel === 'all' || channel === 'staff'))) && {
      id: 'remove',
      label: t('chat.delete'),
      danger: true,
      icon: <Trash2 aria-hidden="true" className={icon} />,
      run: () => void ask(chat, 'remove', { channel, id }),
    },
  ];
  return entries.filter((entry) => entry !== false);
}
