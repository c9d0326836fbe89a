import { chatLimits } from '@plenum/shared/features/chat/limits';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { ChatText, chat } from '@plenum/shared/features/chat/contract';
import { SendHorizontal } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { aside } from '@plenum/shared/core/aside';
import { showsSomething } from '@plenum/shared/core/visible';
import { takeFocusWish } from '../../../app/meeting/panel/panels.ts';
import { useMeeting, useSession } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { useFilesOf } from '../../../app/useFilesOf.ts';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { useMedia } from '../../../ui/useMedia.ts';
import { Attachments } from './Attachments.tsx';
import { useTitle } from '../conversation/ChannelHeader.tsx';
import { Completions, useCompletion } from './Completions.tsx';
import { useComposerFocus } from './composerFocus.ts';
import { ComposerContext } from './ComposerContext.tsx';
import { ComposerTools } from './ComposerTools.tsx';
import { TypingDesk } from '../desk/TypingDesk.ts';
import { useBring } from './useBring.ts';
import { useDesk, usePlace } from '../useChat.ts';

/** The number of characters left is shown from here on. */
const countFrom = 500;

/** The field for a message. Enter sends, except on a phone, whose keyboard has no Shift+Enter. */
export function ChatComposer({ channel }: { readonly channel: ChannelId }) {
  const { t } = useTranslation();
  const title = useTitle(channel);
  const { draft, attachments, editing, reply } = usePlace(channel);
  const touch = useMedia('(pointer: coarse)');
  const field = useRef<HTMLTextAreaElement>(null);
  useComposerFocus(field);
  const noteId = useId();
  const completion = useCompletion(channel, field);
  const { send, write, unreadable } = useSending(channel);
  const paste = usePaste(channel);
  useEffect(() => {
    if (takeFocusWish() && !touch) field.current?.focus();
  }, [touch]);
  const left = chatLimits.textLength - draft.trim().length;
  const isComing = attachments.some(({ state }) => state === 'coming');
  const isEmpty = !showsSomething(draft) && (attachments.length === 0 || editing !== undefined);
  const cannot = isEmpty || isComing || left < 0;
  const submit = () => {
    if (cannot) return;
    send();
    field.current?.focus();
  };
  const key = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (completion.onKey(event)) return;
    if (event.key === 'Escape' && (editing || reply)) {
      event.preventDefault();
      leave();
    }
    if (event.key !== 'Enter' || event.shiftKey || touch) return;
    event.preventDefault();
    submit();
  };
  const leave = useLeaving(channel);
  const label = channel === 'all' ? t('chat.label') : t('chat.labelTo', { name: title });
  return (
    <form
      className="relative flex flex-col gap-1 border-t border-line p-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Completions completion={completion} />
      <ComposerContext channel={channel} onLeave={leave} />
      <Attachments channel={channel} />
      <div className="flex flex-col rounded-tile border border-edge bg-ground focus-within:outline-3 focus-within:outline-(--ring)">
        <textarea
          ref={field}
          id="chat-composer"
          dir="auto"
          rows={1}
          value={draft}
          aria-label={label}
          aria-describedby={noteId}
          aria-invalid={left < 0 || unreadable}
          {...completion.field}
          placeholder={channel === 'all' ? t('chat.placeholder') : t('chat.placeholderTo', { name: title })}
          onChange={(event) => {
            write(event.target.value);
            completion.update(event.target);
          }}
          onSelect={(event) => completion.update(event.currentTarget)}
          onBlur={completion.close}
          onPaste={paste}
          onKeyDown={key}
          className="field-sizing-content max-h-40 min-h-11 min-w-0 resize-none bg-transparent px-3.5 py-2.5 outline-none"
        />
        <div className="flex items-center">
          <ComposerTools channel={channel} field={field} />
          <span className="flex-1" />
          <Button type="submit" look="quiet" square aria-label={t('chat.send')} isDisabled={cannot}>
            <SendHorizontal aria-hidden="true" className={cx('size-5 rtl:rotate-180', !cannot && 'text-accent-text')} />
          </Button>
        </div>
      </div>
      <Note id={noteId} left={left} unreadable={unreadable} />
    </form>
  );
}

function Note({ id, left, unreadable }: { readonly id: string; readonly left: number; readonly unreadable: boolean }) {
  const { t } = useTranslation();
  const isWrong = left < 0 || unreadable;
  const words = unreadable
    ? t('chat.unreadable')
    : left < 0
      ? t('chat.tooLong', { count: -left })
      : left <= countFrom
        ? t('chat.charactersLeft', { count: left })
        : t('chat.newlineHint');
  return (
    <p
      id={id}
      className={cx(
        'px-1 text-sm',
        isWrong ? 'text-danger-text' : 'text-dim',
        left > countFrom && !unreadable && 'sr-only',
      )}
    >
      {words}
    </p>
  );
}

/** Returns the present meaning of "send": a new message, or a new text for an old one. */
function useSending(channel: ChannelId) {
  const desk = useDesk();
  const typing = TypingDesk.of(useSession());
  const ask = useAsk();
  const [unreadable, setUnreadable] = useState(false);
  const write = (draft: string) => {
    desk.change(channel, { draft });
    setUnreadable(false);
    if (draft.trim() !== '') typing.say(channel);
  };
  const send = () => {
    const { draft, reply, editing, attachments } = desk.place(channel);
    const parsed = z.safeParse(ChatText, draft.trim());
    if (showsSomething(draft) && !parsed.success) return setUnreadable(true);
    const text = parsed.data ?? '';
    typing.sent(channel);
    if (editing) {
      desk.change(channel, { draft: editing.draft, editing: undefined });
      aside(
        ask(chat, 'edit', { channel, id: editing.id, text }).then((done) => {
          // After a failed edit the text stays in the field, for another try.
          if (done || desk.place(channel).draft !== editing.draft) return;
          // The words of a message that is deleted meanwhile can be sent as a new one.
          const isThere = desk.messages(channel).some(({ id, deleted }) => id === editing.id && !deleted);
          desk.change(channel, { draft, editing: isThere ? editing : undefined });
        }),
      );
      return;
    }
    const files = attachments.flatMap((one) => (one.state === 'ready' ? [one.file.id] : []));
    desk.change(channel, { draft: '', reply: undefined, attachments: [] });
    aside(
      desk.send(channel, {
        ...(text === '' ? {} : { text }),
        ...(reply ? { reply: reply.id } : {}),
        ...(files.length > 0 ? { files } : {}),
      }),
    );
  };
  return { send, write, unreadable };
}

/** Returns a function that ends replying and editing. */
function useLeaving(channel: ChannelId): () => void {
  const desk = useDesk();
  return () => {
    const { editing } = desk.place(channel);
    desk.change(channel, { reply: undefined, editing: undefined, ...(editing ? { draft: editing.draft } : {}) });
  };
}

/** Returns a handler that attaches an image from the clipboard like a file. */
function usePaste(channel: ChannelId): (event: ClipboardEvent) => void {
  const bring = useBring(channel);
  const may = useMeeting(({ me }) => me.abilities.includes('chatAttach'));
  const filesOf = useFilesOf();
  return (event) => {
    const { clipboardData } = event;
    // Office programs put a picture of the text beside the text; the person means the text.
    if (!may || clipboardData.files.length === 0 || clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    bring(filesOf(clipboardData));
  };
}
