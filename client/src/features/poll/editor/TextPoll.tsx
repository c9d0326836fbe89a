import { poll } from '@plenum/shared/features/poll/contract';
import type { QuickPoll } from '@plenum/shared/features/poll/quickPoll';
import { ChartBar, Lock, PenLine } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../../app/meeting/panel/panels.ts';
import { useSession } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx';
import { formDeskOf } from './formDesk.ts';
import { showToast } from '../../../ui/toasts.ts';
import { emptyForm, filled, isWritten, type PollForm, setupOf } from './pollForm.ts';
import { readPollOf } from './textWords.ts';

/** The poll in a text, ready to be opened; renders nothing when the text has none. */
export function TextPoll({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const session = useSession();
  const ask = useAsk();
  const found = useFound(text);
  if (!found) return null;
  const form: PollForm = filled({ ...emptyForm, question: t('poll.slide.question') }, found);
  const open = async (part: Partial<PollForm>) => {
    const result = setupOf({ ...form, ...part });
    if (result.ok && (await ask(poll, 'open', { setup: result.setup }))) openPanel('poll');
    else if (!result.ok) edit();
  };
  const edit = () => {
    const desk = formDeskOf(session);
    const before = desk.getState().form;
    openPanel('poll');
    if (before && isWritten(before)) showToast({ tone: 'warning', words: t('poll.form.unfinished') });
    else desk.setState({ form });
  };
  const entries: readonly MenuEntry[] = [
    { id: 'open', label: t('poll.slide.open'), icon: <ChartBar />, run: () => void open({}) },
    { id: 'secret', label: t('poll.slide.secret'), icon: <Lock />, run: () => void open({ secret: true }) },
    { id: 'edit', label: t('poll.slide.edit'), icon: <PenLine />, run: edit },
  ];
  return (
    <Menu
      label={t('poll.slide.title')}
      placement="top"
      groups={[{ id: 'slide', title: form.question, entries }]}
      trigger={
        <AriaButton className="inline-flex min-h-11 items-center gap-2 rounded-control bg-accent-soft px-4 text-accent-text data-hovered:brightness-110">
          <ChartBar aria-hidden="true" className="size-5" />
          <span className="sr-only sm:not-sr-only">{t('poll.slide.title')}</span>
        </AriaButton>
      }
    />
  );
}

function useFound(text: string): QuickPoll | undefined {
  const [found, setFound] = useState<{ readonly text: string; readonly poll: QuickPoll | undefined }>();
  useEffect(() => {
    let over = false;
    void readPollOf(text).then(
      (read) => over || setFound({ text, poll: read }),
      // The words of another language could not be loaded: no poll is offered.
      () => undefined,
    );
    return () => void (over = true);
  }, [text]);
  return found?.text === text ? found.poll : undefined;
}
