import { hand } from '@plenum/shared/features/hand/contract';
import { MicVocal, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { wordsOfDuration } from '../../app/wordsOfTime.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { useNow } from '../../ui/useNow.ts';
import { RowHand } from './HandMarks.tsx';
import { useManages } from './queue.ts';

interface Props {
  readonly member: string;
  readonly name: string;
  /** Epoch ms of the server. */
  readonly since: number;
  /** Place in the queue, from 1; undefined for the member with the floor. */
  readonly place: number | undefined;
}

/** One raised hand with its waiting time, or the member with the floor. */
export function HandRow({ member, name, since, place }: Props) {
  const { t, i18n } = useTranslation();
  const ask = useAsk();
  const manages = useManages();
  const isMe = useMeeting(({ me }) => me.id === member);
  const now = useNow(10_000) + useMeeting((state) => state.clockOffsetMs);
  const time = wordsOfDuration(Math.max(0, now - since), i18n.language);
  return (
    <div className="flex min-h-13 items-center gap-3 rounded-control px-2.5 py-1">
      <Avatar id={member} name={name} size="36px" />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate">
          {isMe ? t('app.youInBrackets', { name }) : name}
        </p>
        <p className="text-sm text-dim tabular">
          {place === undefined ? (
            t('hand.speaking', { time })
          ) : (
            <>
              <span aria-hidden="true">{time}</span>
              <span className="sr-only">{t('hand.waiting', { time })}</span>
            </>
          )}
        </p>
      </div>
      {place !== undefined && <RowHand member={member} />}
      {manages && (
        <span className="flex shrink-0">
          {place !== undefined && (
            <Button
              look="quiet"
              square
              aria-label={t('hand.call', { name })}
              onPress={() => void ask(hand, 'call', { member })}
            >
              <MicVocal aria-hidden="true" className="size-5" />
            </Button>
          )}
          <Button
            look="quiet"
            square
            aria-label={t('hand.lowerOne', { name })}
            onPress={() => void ask(hand, 'lowerOther', { member })}
          >
            <X aria-hidden="true" className="size-5" />
          </Button>
        </span>
      )}
    </div>
  );
}
