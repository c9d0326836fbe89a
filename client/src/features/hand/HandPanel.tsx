import type { Hand as RaisedHand } from '@plenum/shared/features/hand/contract';
import { hand } from '@plenum/shared/features/hand/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { ChevronsRight, Hand } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { takeFocusWish } from '../../app/meeting/panel/panels.ts';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { stateOf } from '../../core/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { HandRow } from './HandRow.tsx';
import { useManages, useQueue } from './queue.ts';

/** The member with the floor, and the queue, longest wait first; also the controls for members who manage hands. */
export function HandPanel() {
  const { t } = useTranslation();
  const { queue, floor } = useQueue();
  const manages = useManages();
  const known = useMeeting((state) => stateOf(state, presence).members);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocusWish()) heading.current?.focus();
  }, []);
  const isEmpty = queue.length === 0 && !floor;
  return (
    <>
      <h2 ref={heading} tabIndex={-1} className="p-4 pb-2 font-bold outline-none">
        {t('hand.queue')}
      </h2>
      {isEmpty ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-2 overflow-auto p-6 text-center">
          <Hand aria-hidden="true" className="size-9 text-dim" />
          <p className="font-bold">{t('hand.empty')}</p>
          <p className="text-dim">{t('hand.emptyBody')}</p>
        </div>
      ) : (
        <Rows className="min-h-24 flex-1 overflow-y-auto px-1.5">
          {floor && <Row hand={floor} />}
          <ol>
            {/* A member who may not see people sees their own place, and no rows of others. */}
            {queue.map(
              (waiting, index) =>
                known[waiting.member] && (
                  <li key={waiting.member}>
                    <Row hand={waiting} place={index + 1} />
                  </li>
                ),
            )}
          </ol>
        </Rows>
      )}
      {manages && !isEmpty && <Managing next={queue[0]} />}
    </>
  );
}

function Row({ hand: one, place }: { readonly hand: RaisedHand; readonly place?: number }) {
  const { t } = useTranslation();
  const name = useMeeting((state) => stateOf(state, presence).members[one.member]?.name ?? t('app.somebody'));
  return <HandRow member={one.member} name={name} since={one.since} place={place} />;
}

function Managing({ next }: { readonly next: RaisedHand | undefined }) {
  const { t } = useTranslation();
  const ask = useAsk();
  return (
    <div className="flex flex-col gap-2 border-t border-line p-3">
      <Button
        look="primary"
        wide
        isDisabled={!next}
        // The member's id is sent, so that two hosts who press at once do not call two members.
        onPress={() => void (next && ask(hand, 'call', { member: next.member }))}
      >
        <ChevronsRight aria-hidden="true" className="size-5" />
        {t('hand.callNext')}
      </Button>
      <Button wide onPress={() => void ask(hand, 'lowerAll', {})}>
        {t('hand.lowerAll')}
      </Button>
    </div>
  );
}
