import { pollLimits } from '@plenum/shared/features/poll/limits';
import { poll } from '@plenum/shared/features/poll/contract';
import { readPolls, type TextProblem, writePolls } from '@plenum/shared/features/poll/text';
import { FileText, FolderOpen } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { wordsOfTrouble } from '../../../app/fileTrouble.ts';
import { wordsOfError } from '../../../app/errorWords.ts';
import { useSession } from '../../../app/session.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { LongField } from '../../../ui/LongField.tsx';
import { saveText } from '../../../ui/saveFile.ts';
import { showToast } from '../../../ui/toasts.ts';
import { usePollState } from '../polls.ts';

/** All polls of the room as one text, and polls out of a text: how a library goes from meeting to meeting. */
export function LibraryButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button wide onPress={() => setOpen(true)}>
        <FileText aria-hidden="true" className="size-5" />
        {t('poll.library.title')}
      </Button>
      <Dialog open={open} onClose={close} title={t('poll.library.title')}>
        <div className="flex flex-col gap-4">
          <p className="text-dim">{t('poll.library.what')}</p>
          <SaveLibrary />
          <ReadLibrary onDone={close} />
        </div>
      </Dialog>
    </>
  );
}

function SaveLibrary() {
  const { t } = useTranslation();
  const { drafts, polls } = usePollState();
  const setups = [...drafts, ...polls].map(({ setup }) => setup);
  return (
    <Button
      isDisabled={setups.length === 0}
      onPress={() => saveText(`${t('poll.library.file')}.txt`, `${writePolls(setups)}\n`, 'text/plain')}
    >
      {t('poll.library.save', { count: setups.length })}
    </Button>
  );
}

type Problem = { readonly line: number; readonly problem: TextProblem };

function ReadLibrary({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const write = (next: string) => {
    setText(next);
    setProblem(undefined);
  };
  const add = async () => {
    const found = readPolls(text);
    if (!found.ok) return setProblem(found);
    setBusy(true);
    let added = 0;
    try {
      for (const setup of found.polls) {
        await session.send(poll, 'draft', { setup });
        added += 1;
      }
      showToast({ tone: 'good', words: t('poll.library.added', { count: added }) });
      onDone();
    } catch (error) {
      const words = t(wordsOfError(error));
      showToast({ tone: 'warning', words: `${t('poll.library.added', { count: added })} ${words}` });
    } finally {
      setBusy(false);
    }
  };
  return (
    <LongField
      label={t('poll.library.read')}
      value={text}
      onChange={write}
      note={t('poll.library.hint')}
      problem={
        problem &&
        t('poll.library.problem', { line: problem.line, problem: t(`poll.library.problems.${problem.problem}`) })
      }
      rows={8}
      maxLength={pollLimits.textLength}
      placeholder={t('poll.library.example')}
    >
      <div className="flex flex-wrap justify-end gap-3">
        <OpenFile onText={write} />
        <Button look="primary" isDisabled={text.trim() === ''} busy={busy} onPress={() => void add()}>
          {t('poll.library.add')}
        </Button>
      </div>
    </LongField>
  );
}

function OpenFile({ onText }: { readonly onText: (text: string) => void }) {
  const { t } = useTranslation();
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={file}
        type="file"
        accept=".txt,text/plain"
        className="hidden"
        aria-hidden="true"
        tabIndex={-1}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          event.target.value = '';
          // A longer file is cut, and `readPolls` reports it.
          const unreadable = (name: string) =>
            showToast({ tone: 'warning', words: wordsOfTrouble(t, 'unreadable', name) }, 12);
          aside(
            chosen
              ?.slice(0, pollLimits.textLength * 4)
              .text()
              .then(onText, () => unreadable(chosen.name)),
          );
        }}
      />
      <Button onPress={() => file.current?.click()}>
        <FolderOpen aria-hidden="true" className="size-5" />
        {t('poll.library.open')}
      </Button>
    </>
  );
}
