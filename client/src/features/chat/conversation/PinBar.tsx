import { chat } from '@plenum/shared/features/chat/contract';
import { ChevronDown, Pin, PinOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { useDesk } from '../useChat.ts';
import { MessageWords } from '../message/MessageText.tsx';
import { usePins } from '../message/usePins.ts';

/** The pinned messages: the newest one, and the others on demand. */
export function PinBar() {
  const { t } = useTranslation();
  const desk = useDesk();
  const ask = useAsk();
  const pins = usePins().toReversed();
  const moderates = useMeeting(({ me }) => me.abilities.includes('chatModerate'));
  const [all, setAll] = useState(false);
  if (pins.length === 0) return null;
  return (
    <section aria-label={t('chat.pins')} className="max-h-[40%] overflow-y-auto border-b border-line bg-raised/50">
      {(all ? pins : pins.slice(0, 1)).map((pin, index) => (
        <div key={pin.id} className="flex items-start gap-1 ps-3">
          <Pin aria-hidden="true" className="mt-3.5 size-4 shrink-0 text-accent-text" />
          <button
            type="button"
            onClick={() => void desk.scrollTo('all', pin.id)}
            className="min-h-11 min-w-0 flex-1 rounded-control px-1 py-1.5 text-start -outline-offset-3"
          >
            <span className="sr-only">{t('chat.showPinned', { name: pin.name })}: </span>
            <span className="block truncate text-[0.8125rem] text-dim">
              {t('chat.pinnedBy', { name: pin.name, by: pin.by })}
            </span>
            <span dir="auto" className={cx('[overflow-wrap:anywhere]', all ? 'line-clamp-6' : 'line-clamp-1')}>
              <MessageWords text={pin.text} />
            </span>
          </button>
          {moderates && (
            <Button
              look="quiet"
              square
              aria-label={t('chat.unpin')}
              onPress={() => void ask(chat, 'unpin', { id: pin.id })}
            >
              <PinOff aria-hidden="true" className="size-4" />
            </Button>
          )}
          {index === 0 && (pins.length > 1 || pin.text.length > 60) && (
            <Button
              look="quiet"
              square
              aria-expanded={all}
              aria-label={t('chat.allPins', { count: pins.length })}
              onPress={() => setAll(!all)}
            >
              {pins.length > 1 && <span className="text-sm tabular">{pins.length}</span>}
              <ChevronDown aria-hidden="true" className={cx('size-4', all && 'rotate-180')} />
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}
