import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { ArrowDown } from 'lucide-react';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useStore } from 'zustand';
import { aside } from '@plenum/shared/core/aside';
import { Button } from '../../../ui/Button.tsx';
import { ChatRow } from './ChatRow.tsx';
import { useConversations } from './conversations.ts';
import type { Row } from './rows.ts';
import { useDesk, usePlace } from '../useChat.ts';

/** Within this distance from the end the list follows new messages. */
const nearPx = 48;
/** Within this distance from the beginning the next older page is requested. */
const earlyPx = 400;
/** How long a found message is highlighted, in ms. */
const foundMs = 2_500;

interface Props {
  readonly rows: readonly Row[];
  readonly channel: ChannelId;
}

/** The messages; the page contains only the visible ones. Follows the end, and loads older pages at the beginning. */
export function ChatList({ rows, channel }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [atEnd, setAtEnd] = useState(() => desk.store.getState().target === undefined);
  const { before } = usePlace(channel);
  const last = rows.at(-1);
  // Not the number of rows, which stays the same when the oldest message leaves.
  const newest = last?.key;
  const lastIsMine = last?.kind === 'pending';
  const toEnd = () => list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
  const isLonger = useIsLongerAtStart(rows);

  useLayoutEffect(() => {
    if (newest !== undefined && (atEnd || lastIsMine)) list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
  }, [newest, rows.length, atEnd, lastIsMine]);

  useSeen(channel, atEnd ? newest : undefined);
  useStickToEnd(box, atEnd);
  useTarget(rows, list, () => setAtEnd(false));

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {/* New messages are read out by ChatWatcher: a virtual list would read old ones again as they scroll in. */}
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-busy={before === 'loading'}
        aria-label={t('chat.messages')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling area must be reachable by keyboard.
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain py-2 -outline-offset-3 [overflow-anchor:none]"
      >
        <div className="flex-1" />
        <Virtualizer
          ref={list}
          shift={isLonger}
          onScroll={(offset) => {
            const handle = list.current;
            if (!handle) return;
            setAtEnd(offset - handle.scrollSize + handle.viewportSize >= -nearPx);
            if (offset < earlyPx) aside(desk.loadOlder(channel));
          }}
        >
          {rows.map((row) => (
            <ChatRow key={row.key} row={row} channel={channel} />
          ))}
        </Virtualizer>
      </div>
      {before === 'loading' && (
        <p className="pointer-events-none absolute inset-x-0 top-2 text-center text-sm">
          <span className="rounded-full bg-raised px-3 py-1 text-dim shadow-float">{t('chat.loadingOlder')}</span>
        </p>
      )}
      {!atEnd && <ToNewest channel={channel} onPress={toEnd} />}
    </div>
  );
}

function ToNewest({ channel, onPress }: { readonly channel: ChannelId; readonly onPress: () => void }) {
  const { t } = useTranslation();
  const unread = useConversations().find((one) => one.channel === channel)?.unread ?? 0;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-2 flex justify-center [&>*]:pointer-events-auto">
      <Button look="primary" onPress={onPress}>
        <ArrowDown aria-hidden="true" className="size-4" />
        {unread > 0 ? t('chat.unread', { count: unread }) : t('chat.jumpToNewest')}
      </Button>
    </div>
  );
}

/** True when rows were added at the beginning; the view then keeps its distance from the end. */
function useIsLongerAtStart(rows: readonly Row[]): boolean {
  const [known, setKnown] = useState({ rows, isLonger: false });
  if (known.rows === rows) return known.isLonger;
  const first = known.rows[0]?.key;
  const isLonger = first !== undefined && rows[0]?.key !== first && rows.some(({ key }) => key === first);
  setKnown({ rows, isLonger });
  return isLonger;
}

/** Marks the newest message as seen while it is in view. */
function useSeen(channel: ChannelId, newest: string | undefined): void {
  const desk = useDesk();
  useEffect(() => {
    const see = () => {
      if (newest !== undefined && !document.hidden) desk.markSeen(channel);
    };
    see();
    document.addEventListener('visibilitychange', see);
    return () => document.removeEventListener('visibilitychange', see);
  }, [desk, channel, newest]);
}

/** Scrolls to the wanted message, and highlights it for a moment. */
function useTarget(rows: readonly Row[], list: RefObject<VirtualizerHandle | null>, onMove: () => void): void {
  const desk = useDesk();
  const target = useStore(desk.store, (state) => state.target);
  const index = rows.findIndex(({ key }) => key === target);
  const isThere = target !== undefined && index !== -1;
  useEffect(() => {
    if (!isThere) return undefined;
    onMove();
    list.current?.scrollToIndex(index, { align: 'center' });
    const timer = setTimeout(() => desk.store.setState({ target: undefined }), foundMs);
    return () => clearTimeout(timer);
    // Only for a new target: rows that come in meanwhile must not scroll back to it.
    // oxlint-disable-next-line react/exhaustive-deps -- as above.
  }, [isThere, target, desk]);
}

/** Keeps the end in view while the box changes its size: the keyboard of a phone, a growing composer. */
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
