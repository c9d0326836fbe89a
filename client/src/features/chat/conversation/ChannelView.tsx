import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { MessagesSquare } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsRecorded } from '../../../app/house.ts';
import { useMeeting } from '../../../app/session.ts';
import { useFilesOf } from '../../../app/useFilesOf.ts';
import { ChannelHeader } from './ChannelHeader.tsx';
import { ChatComposer } from '../composer/ChatComposer.tsx';
import { ChatList } from './ChatList.tsx';
import { PinBar } from './PinBar.tsx';
import { SearchView } from './SearchView.tsx';
import { TypingLine } from './TypingLine.tsx';
import { useBring } from '../composer/useBring.ts';
import { useOther, useRows, useWritable } from '../useChat.ts';

/** One conversation: its messages and the composer. Files can be dropped anywhere on it. */
export function ChannelView({ channel }: { readonly channel: ChannelId }) {
  const { t } = useTranslation();
  const rows = useRows(channel);
  const [searching, setSearching] = useState(false);
  const drop = useDrop(channel);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col" {...drop.on}>
      <ChannelHeader channel={channel} onSearch={() => setSearching(true)} />
      {searching ? (
        <SearchView channel={channel} onClose={() => setSearching(false)} />
      ) : (
        <>
          {channel === 'all' && <PinBar />}
          {rows.length === 0 ? <Empty channel={channel} /> : <ChatList rows={rows} channel={channel} />}
          <TypingLine channel={channel} />
          <Foot channel={channel} />
        </>
      )}
      {drop.isOver && (
        <p className="pointer-events-none absolute inset-2 grid place-items-center rounded-tile border-2 border-dashed border-accent-text bg-surface/90 font-bold">
          {t('chat.dropHere')}
        </p>
      )}
    </div>
  );
}

function Empty({ channel }: { readonly channel: ChannelId }) {
  const { t } = useTranslation();
  const other = useOther(channel);
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 overflow-auto p-6 text-center">
      <MessagesSquare aria-hidden="true" className="size-9 text-dim" />
      <p className="font-bold">{t('chat.empty')}</p>
      <p className="text-dim">
        {channel === 'all' && t('chat.emptyBody')}
        {channel === 'staff' && t('chat.emptyStaff')}
        {other && t('chat.emptyTalk', { name: other.name })}
      </p>
    </div>
  );
}

function Foot({ channel }: { readonly channel: ChannelId }) {
  const { t } = useTranslation();
  const writable = useWritable(channel);
  const other = useOther(channel);
  if (useIsRecorded()) return null;
  if (writable === 'yes') return <ChatComposer channel={channel} />;
  const words =
    writable === 'left'
      ? t('chat.otherLeft', { name: other?.name ?? '' })
      : channel === 'all'
        ? t('chat.forbidden')
        : t('chat.privateForbidden');
  return <p className="border-t border-line p-4 text-dim">{words}</p>;
}

/** The handlers for files that are dropped on the conversation. */
function useDrop(channel: ChannelId) {
  const bring = useBring(channel);
  const filesOf = useFilesOf();
  const may = useMeeting(({ me }) => me.abilities.includes('chatAttach'));
  const writable = useWritable(channel) === 'yes';
  const [isOver, setIsOver] = useState(false);
  const carriesFiles = (event: DragEvent) => may && writable && event.dataTransfer.types.includes('Files');
  const on = {
    onDragOver(event: DragEvent) {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    },
    onDragLeave(event: DragEvent) {
      if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
      setIsOver(false);
    },
    onDrop(event: DragEvent) {
      setIsOver(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      bring(filesOf(event.dataTransfer));
    },
  };
  return { isOver, on };
}
