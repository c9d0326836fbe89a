import { chat } from '@plenum/shared/features/chat/contract';
import { aside } from '@plenum/shared/core/aside';
import { Download, FileAudio, FileText, FileVideo, Users } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../../app/errorWords.ts';
import type { Keep } from '../../../app/keeps.ts';
import { lazyPart } from '../../../app/lazyPart.tsx';
import { textOf } from '../../../features/chat/conversation/textOf.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { saveBlob, saveCsv, saveText } from '../../../ui/saveFile.ts';
import { showToast } from '../../../ui/toasts.ts';
import { useAnswer } from '../../service/useAnswer.ts';
import { house } from '../house.tsx';
import { usePlayback } from '../playbackContext.ts';
import { useDesk, usePlayerDesk } from '../playerDesk.ts';
import { attendanceCsv, roomOf, staysOf } from './files.ts';
import { ServerCopies } from './ServerCopies.tsx';

const Making = lazyPart(async () => (await import('./Making.tsx')).Making);

/** The ways to save a recording: one file of video or sound, and its parts as files. */
export function TakeHome() {
  const { t } = useTranslation('recording');
  const { manifest } = usePlayerDesk();
  const [open, setOpen] = useState(false);
  const [making, setMaking] = useState<'video' | 'sound'>();
  if (!manifest.download && !manifest.manages) return null;
  return (
    <>
      <Button look="quiet" onPress={() => setOpen(true)}>
        <Download aria-hidden="true" className="size-5" />
        <span className="max-sm:sr-only">{t('take.title')}</span>
      </Button>
      {open && (
        <Dialog open title={t('take.title')} onClose={() => setOpen(false)}>
          <ul className="flex flex-col gap-1">
            <Row
              icon={<FileVideo />}
              words={t('take.video')}
              hint={t('take.videoHint')}
              run={() => setMaking('video')}
            />
            <Row
              icon={<FileAudio />}
              words={t('take.sound')}
              hint={t('take.soundHint')}
              run={() => setMaking('sound')}
            />
            <Texts />
            <Keeps />
          </ul>
          <ServerCopies />
        </Dialog>
      )}
      {making && <Making kind={making} onClose={() => setMaking(undefined)} />}
    </>
  );
}

interface RowProps {
  readonly icon: ReactNode;
  readonly words: string;
  readonly hint?: string;
  readonly run: () => void;
}

function Row({ icon, words, hint, run }: RowProps) {
  return (
    <li>
      <button
        type="button"
        onClick={run}
        className="flex min-h-12 w-full items-center gap-3 rounded-control px-3 py-2 text-left -outline-offset-3 hover:bg-raised"
      >
        <span aria-hidden="true" className="text-dim [&>svg]:size-5">
          {icon}
        </span>
        <span className="min-w-0">
          <span className="block [overflow-wrap:anywhere]">{words}</span>
          {hint !== undefined && <span className="block text-sm text-dim">{hint}</span>}
        </span>
      </button>
    </li>
  );
}

/** The chat as text, and who was there as a table. */
function Texts() {
  const { t, i18n } = useTranslation('recording');
  const { t: general } = useTranslation();
  const { session, manifest } = usePlayback();
  const messages = session.lines.flatMap((line) => {
    if (line.is !== 'event' || line.name !== `${chat.name}:sent`) return [];
    const { data } = chat.events.sent.payload.safeParse(line.payload);
    return data?.channel === 'all' ? [data] : [];
  });
  const saveChat = () =>
    saveText(
      `${manifest.title} – ${general('chat.title')}.txt`,
      textOf(messages, { language: i18n.language, t: general }),
      'text/plain',
    );
  const savePeople = () =>
    saveCsv(
      `${manifest.title} – ${general('people.title')}.csv`,
      attendanceCsv(staysOf(session.lines, session.talks, manifest.duration), general),
    );
  return (
    <>
      {messages.length > 0 && <Row icon={<FileText />} words={t('take.chat')} run={saveChat} />}
      <Row icon={<Users />} words={t('take.people')} run={savePeople} />
    </>
  );
}

/** What features save of the room: results of polls, presentations with their drawings. */
function Keeps() {
  const { t: general } = useTranslation();
  const playback = usePlayback();
  const { passing } = useDesk();
  const ask = useCallback(async () => {
    const room = roomOf(playback, passing);
    const parts = await Promise.all(house.features.map(async ({ loadKeeps }) => (await loadKeeps?.())?.(room) ?? []));
    return parts.flat();
  }, [playback, passing]);
  const { answer } = useAnswer(ask);
  const save = async ({ file, make }: Keep) => {
    try {
      saveBlob(file, await make());
    } catch (error) {
      showToast({ tone: 'warning', words: general(wordsOfError(error)) });
    }
  };
  if (answer.state !== 'there') return null;
  return answer.value.map((keep) => (
    <Row key={keep.key} icon={<FileText />} words={keep.label} run={() => aside(save(keep))} />
  ));
}
