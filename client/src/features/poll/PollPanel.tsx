import type { Poll } from '@plenum/shared/features/poll/contract';
import { ChartBar, Plus } from 'lucide-react';
import { type ComponentType, type FocusEvent, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { takeFocusWish } from '../../app/meeting/panel/panels.ts';
import { useSession } from '../../app/session.ts';
import { Button } from '../../ui/Button.tsx';
import { ClosedPoll } from './result/ClosedPoll.tsx';
import { DraftRow } from './editor/DraftRow.tsx';
import { formDeskOf } from './editor/formDesk.ts';
import { LibraryButton } from './library/LibraryDialog.tsx';
import { OpenPoll } from './vote/OpenPoll.tsx';
import { PollEditor } from './editor/PollEditor.tsx';
import { emptyForm } from './editor/pollForm.ts';
import { useBallotDesk, useMakes, usePollState } from './polls.ts';

/** The panel with all polls of the meeting. */
export function PollPanel() {
  const { t } = useTranslation();
  const makes = useMakes();
  const { form } = useStore(formDeskOf(useSession()));
  const heading = useRef<HTMLHeadingElement>(null);
  const focus = useKeptFocus(heading);
  // Every change that can remove a focused button must render this component too.
  usePollState();
  useStore(useBallotDesk().store);
  useEffect(() => {
    if (takeFocusWish()) heading.current?.focus();
  }, []);
  return (
    <div className="contents" {...focus}>
      <h2 ref={heading} tabIndex={-1} className="sr-only">
        {t('poll.title')}
      </h2>
      {makes && form ? <PollEditor form={form} /> : <PollLists />}
    </div>
  );
}

function PollLists() {
  const { t } = useTranslation();
  const session = useSession();
  const makes = useMakes();
  const { polls, drafts } = usePollState();
  const shownDrafts = makes ? drafts : [];
  const newest = polls.toReversed();
  const open = newest.filter(({ status }) => status === 'open');
  const over = newest.filter(({ status }) => status !== 'open');
  return (
    <>
      {polls.length + shownDrafts.length === 0 ? (
        <div className="flex flex-1 flex-col items-center justify-center gap-2 overflow-auto p-6 text-center">
          <ChartBar aria-hidden="true" className="size-9 text-dim" />
          <p className="font-bold">{t('poll.empty')}</p>
          <p className="text-dim">{makes ? t('poll.emptyMaker') : t('poll.emptyBody')}</p>
        </div>
      ) : (
        <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-3">
          <Cards title={t('poll.openOnes')} polls={open} Card={OpenPoll} />
          {shownDrafts.length > 0 && (
            <section className="flex flex-col gap-2">
              <h3 className="px-1 font-bold">{t('poll.drafts')}</h3>
              {shownDrafts.map((draft) => (
                <DraftRow key={draft.id} draft={draft} />
              ))}
            </section>
          )}
          <Cards title={t('poll.over')} polls={over} Card={ClosedPoll} />
        </div>
      )}
      {makes && (
        <div className="flex flex-col gap-2 border-t border-line p-3">
          <Button look="primary" wide onPress={() => formDeskOf(session).setState({ form: emptyForm })}>
            <Plus aria-hidden="true" className="size-5" />
            {t('poll.new')}
          </Button>
          <LibraryButton />
        </div>
      )}
    </>
  );
}

interface CardsProps {
  readonly title: string;
  readonly polls: readonly Poll[];
  readonly Card: ComponentType<{ readonly poll: Poll }>;
}

function Cards({ title, polls, Card }: CardsProps) {
  if (polls.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="px-1 font-bold">{title}</h3>
      {polls.map((one) => (
        <Card key={one.id} poll={one} />
      ))}
    </section>
  );
}

/** Moves the focus to `home` when the focused element is removed. Spread the returned handlers over the surrounding element. */
function useKeptFocus(home: RefObject<HTMLElement | null>) {
  const inside = useRef(false);
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) home.current?.focus();
  });
  return {
    onFocus: () => {
      inside.current = true;
    },
    onBlur: (event: FocusEvent<HTMLElement>) => {
      // A removed element loses the focus without a blur event, or with one after it left the page: both count as inside.
      inside.current = event.currentTarget.contains(event.relatedTarget) || !event.target.isConnected;
    },
  };
}
