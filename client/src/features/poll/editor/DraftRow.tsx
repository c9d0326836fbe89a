import { type Draft, poll } from '@plenum/shared/features/poll/contract';
import { aside } from '@plenum/shared/core/aside';
import { Pencil, Play, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { Button } from '../../../ui/Button.tsx';
import { DiscardDialog } from './DiscardDialog.tsx';
import { formDeskOf } from './formDesk.ts';
import { formOf } from './pollForm.ts';

/** A draft, with buttons to open, edit and delete it. */
export function DraftRow({ draft: { id, setup } }: { readonly draft: Draft }) {
  const { t } = useTranslation();
  const session = useSession();
  const ask = useAsk();
  const [sure, setSure] = useState(false);
  const { question } = setup;
  const discard = () => {
    setSure(false);
    aside(ask(poll, 'discard', { id }));
  };
  const edit = () => formDeskOf(session).setState({ form: formOf(setup, id) });
  return (
    <article className="flex items-center gap-1 rounded-tile bg-raised py-1.5 pr-1.5 pl-3.5">
      <p dir="auto" className="line-clamp-2 min-w-0 flex-1 [overflow-wrap:anywhere]">
        {question}
      </p>
      <Button
        look="quiet"
        square
        aria-label={t('poll.form.openOne', { question })}
        onPress={() => void ask(poll, 'openDraft', { id })}
      >
        <Play aria-hidden="true" className="size-5" />
      </Button>
      <Button look="quiet" square aria-label={t('poll.form.editOne', { question })} onPress={edit}>
        <Pencil aria-hidden="true" className="size-5" />
      </Button>
      <Button look="quiet" square aria-label={t('poll.removeOne', { question })} onPress={() => setSure(true)}>
        <X aria-hidden="true" className="size-5" />
      </Button>
      <DiscardDialog open={sure} question={question} onStay={() => setSure(false)} onDiscard={discard} />
    </article>
  );
}
