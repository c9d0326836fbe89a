import { limits } from '@plenum/shared/core/limits';
import { ChatText } from '@plenum/shared/core/text';
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { useStore } from 'zustand';
import { takeFocusWish } from '../../app/panels.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { useMedia } from '../../ui/useMedia.ts';
import { useDesk } from './useChat.ts';

/** From here on the number of characters left is shown. */
const countFrom = 500;

/** Where one writes. Enter sends, except on a phone, whose keyboard has no Shift and Enter. */
export function ChatComposer() {
  const { t } = useTranslation();
  const desk = useDesk();
  const draft = useStore(desk.store, (state) => state.draft);
  const [unreadable, setUnreadable] = useState(false);
  const touch = useMedia('(pointer: coarse)');
  const field = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();
  useEffect(() => {
    if (takeFocusWish() && !touch) field.current?.focus();
  }, [touch]);
  const left = limits.chatLength - draft.trim().length;
  const send = () => {
    const text = draft.trim();
    if (text === '' || left < 0) return;
    if (!z.safeParse(ChatText, text).success) return setUnreadable(true);
    desk.write('');
    void desk.send(text);
    field.current?.focus();
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || touch) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="flex flex-col gap-1 border-t border-line p-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end rounded-tile border border-edge bg-ground focus-within:outline-3 focus-within:outline-(--ring)">
        <textarea
          ref={field}
          dir="auto"
          rows={1}
          value={draft}
          aria-label={t('chat.label')}
          aria-describedby={noteId}
          aria-invalid={left < 0 || unreadable}
          placeholder={t('chat.placeholder')}
          onChange={(event) => {
            desk.write(event.target.value);
            setUnreadable(false);
          }}
          onKeyDown={key}
          className="field-sizing-content max-h-40 min-h-11 min-w-0 flex-1 resize-none bg-transparent px-3.5 py-2.5 outline-none"
        />
        <Button
          type="submit"
          look="quiet"
          square
          aria-label={t('chat.send')}
          isDisabled={draft.trim() === '' || left < 0}
        >
          <SendHorizontal
            aria-hidden="true"
            className={cx('size-5', draft.trim() !== '' && left >= 0 && 'text-accent-text')}
          />
        </Button>
      </div>
      <p
        id={noteId}
        className={cx(
          'px-1 text-sm',
          left < 0 || unreadable ? 'text-danger-text' : 'text-dim',
          left > countFrom && !unreadable && 'sr-only',
        )}
      >
        {unreadable
          ? t('chat.unreadable')
          : left < 0
            ? t('chat.tooLong', { count: -left })
            : left <= countFrom
              ? t('chat.charactersLeft', { count: left })
              : t('chat.newlineHint')}
      </p>
    </form>
  );
}
