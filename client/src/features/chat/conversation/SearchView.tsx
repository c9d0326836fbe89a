import type { ChannelId } from '@plenum/shared/features/chat/channels';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import { X } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Virtualizer } from 'virtua';
import { aside } from '@plenum/shared/core/aside';
import { timeOfDay } from '../../../app/wordsOfTime.ts';
import { Button } from '../../../ui/Button.tsx';
import { search } from './search.ts';
import { useDesk, useMessages, usePlace } from '../useChat.ts';

interface Props {
  readonly channel: ChannelId;
  readonly onClose: () => void;
}

/** Searches the whole conversation; older pages load while the person types. */
export function SearchView({ channel, onClose }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const wanted = useDeferredValue(query.trim());
  const messages = useMessages(channel);
  const { before } = usePlace(channel);
  const found = useMemo(() => search(messages, wanted), [messages, wanted]);
  const isSearching = wanted !== '';
  useEffect(() => {
    if (isSearching && before === 'unknown') aside(desk.loadOlder(channel));
  }, [isSearching, before, desk, channel]);
  const go = (id: string) => {
    onClose();
    aside(desk.scrollTo(channel, id));
  };
  const words = !isSearching
    ? t('chat.searchHint')
    : found.length > 0
      ? t('chat.found', { count: found.length })
      : t('chat.notFound', { query: wanted });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center gap-1 border-b border-line p-2">
        <SearchField
          aria-label={t('chat.search')}
          value={query}
          onChange={setQuery}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && query === '') onClose();
            else event.continuePropagation();
          }}
          className="min-w-0 flex-1"
        >
          <Input
            ref={field}
            placeholder={t('chat.search')}
            className="min-h-11 w-full rounded-control border border-edge bg-ground px-3 [&::-webkit-search-cancel-button]:hidden"
          />
        </SearchField>
        <Button look="quiet" square aria-label={t('chat.closeSearch')} onPress={onClose}>
          <X aria-hidden="true" className="size-5" />
        </Button>
      </div>
      <output className="block px-3.5 py-2 text-sm text-dim">
        {words}
        {isSearching && before === 'loading' && ` ${t('chat.searchingOlder')}`}
      </output>
      <div className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-2">
        <Virtualizer as="ul" item="li">
          {found.map(({ message, parts }) => (
            <Found key={message.id} message={message} parts={parts} onGo={() => go(message.id)} />
          ))}
        </Virtualizer>
      </div>
    </div>
  );
}

interface FoundProps {
  readonly message: ChatMessage;
  readonly parts: readonly string[];
  readonly onGo: () => void;
}

function Found({ message, parts: [before, hit, after], onGo }: FoundProps) {
  const { i18n } = useTranslation();
  return (
    <button
      type="button"
      onClick={onGo}
      className="block w-full rounded-control px-2 py-1.5 text-start -outline-offset-2 hover:bg-raised"
    >
      <span className="flex items-baseline gap-2">
        <bdi className="min-w-0 truncate font-bold">{message.name}</bdi>
        <time className="shrink-0 text-[0.8125rem] text-dim tabular">{timeOfDay(message.at, i18n.language)}</time>
      </span>
      <span dir="auto" className="line-clamp-3 [overflow-wrap:anywhere]">
        {before}
        <mark className="mention">{hit}</mark>
        {after}
      </span>
    </button>
  );
}
