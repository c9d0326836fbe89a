import { chatLimits } from '@plenum/shared/features/chat/limits';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { Paperclip, Smile } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { useLater } from '../../../ui/useLater.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmojiPopover } from '../emoji/EmojiPopover.tsx';
import { useBring } from './useBring.ts';
import { useDesk, usePlace } from '../useChat.ts';

interface Props {
  readonly channel: ChannelId;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** The buttons for emoji and files. */
export function ComposerTools({ channel, field }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const later = useLater(50);
  const [picking, setPicking] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const insert = (emoji: string) => {
    const { draft } = desk.place(channel);
    const at = field.current?.selectionStart ?? draft.length;
    desk.change(channel, { draft: draft.slice(0, at) + emoji + draft.slice(field.current?.selectionEnd ?? at) });
    // Puts the caret after the emoji, when the field has it and the picker has returned the focus.
    later(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at + emoji.length, at + emoji.length);
    });
  };
  return (
    <span ref={place} className="flex">
      <Attach channel={channel} />
      <Button look="quiet" square aria-label={t('chat.insertEmoji')} onPress={() => setPicking(true)}>
        <Smile aria-hidden="true" className="size-5" />
      </Button>
      <EmojiPopover open={picking} onClose={() => setPicking(false)} at={place} onPick={insert} />
    </span>
  );
}

function Attach({ channel }: { readonly channel: ChannelId }) {
  const { t } = useTranslation();
  const bring = useBring(channel);
  const input = useRef<HTMLInputElement>(null);
  const may = useMeeting(({ me }) => me.abilities.includes('chatAttach'));
  const { attachments, editing } = usePlace(channel);
  if (!may) return null;
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('chat.attach')}
        onChange={(event) => {
          bring([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <Button
        look="quiet"
        square
        aria-label={t('chat.attach')}
        isDisabled={attachments.length >= chatLimits.filesPerMessage || editing !== undefined}
        onPress={() => input.current?.click()}
      >
        <Paperclip aria-hidden="true" className="size-5" />
      </Button>
    </>
  );
}
