import { ArrowDown } from 'lucide-react';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { Button } from '../../ui/Button.tsx';
import { ChatRow } from './ChatRow.tsx';
import type { Row } from './rows.ts';
import { useDesk, useUnread } from './useChat.ts';

/** This close to the end counts as reading along. */
const nearPx = 48;

/** The messages, only those in view in the page; it stays at the end while one reads along. */
export function ChatList({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [atEnd, setAtEnd] = useState(true);
  const unread = useUnread();
  const last = rows.at(-1);
  // Not the number of rows: that stays when the oldest message goes.
  const newest = last?.key;
  const lastIsMine = last?.kind === 'pending';
  const toEnd = () => list.current?.scrollToIndex(rows.length - 1, { align: 'end' });

  useLayoutEffect(() => {
    if (newest !== undefined && (atEnd || lastIsMine)) list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
  }, [newest, rows.length, atEnd, lastIsMine]);

  useEffect(() => {
    const see = () => {
      if (newest !== undefined && atEnd && !document.hidden) desk.see();
    };
    see();
    document.addEventListener('visibilitychange', see);
    return () => document.removeEventListener('visibilitychange', see);
  }, [desk, atEnd, newest]);

  useStickToEnd(box, atEnd);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {/* New messages are read out by ChatWatcher: a virtual list would read old ones again as they scroll in. */}
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-label={t('chat.messages')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard.
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain py-2 -outline-offset-3"
      >
        <div className="flex-1" />
        <Virtualizer
          ref={list}
          onScroll={(offset) => {
            const handle = list.current;
            if (handle) setAtEnd(offset - handle.scrollSize + handle.viewportSize >= -nearPx);
          }}
        >
          {rows.map((row) => (
            <ChatRow key={row.key} row={row} />
          ))}
        </Virtualizer>
      </div>
      {!atEnd && (
        <div className="absolute inset-x-0 bottom-2 flex justify-center">
          <Button look="primary" onPress={toEnd}>
            <ArrowDown aria-hidden="true" className="size-4" />
            {unread > 0 ? t('chat.unread', { count: unread }) : t('chat.jumpToNewest')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Keeps the end in view while the box itself changes: the keyboard of a phone, a growing message field. */
function useStickToEnd(box: RefObject<HTMLDivElement | null>, atEnd: boolean): void {
  useEffect(() => {
    const element = box.current;
    if (!element || !atEnd) return;
    const observer = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, atEnd]);
}
