import { leaveOutOfRecording } from '@plenum/shared/api/recording/contract';
import { aside } from '@plenum/shared/core/aside';
import { UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../app/errorWords.ts';
import { call } from '../../core/http.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { showToast } from '../../ui/toasts.ts';
import { usePlayback } from './playbackContext.ts';
import { useDesk, usePlayerDesk } from './playerDesk.ts';
import { staysOf } from './takeHome/files.ts';

/** Takes people, or the chat, out of the recording, after a question. */
export function LeaveOut({ square }: { readonly square: boolean }) {
  const { t } = useTranslation('recording');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button square={square} aria-label={t('leaveOut.open')} onPress={() => setOpen(true)}>
        <UserRoundX aria-hidden="true" className="size-5" />
        {!square && t('leaveOut.open')}
      </Button>
      {open && <Choice onClose={() => setOpen(false)} />}
    </>
  );
}

function Choice({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('recording');
  const { session, clock } = usePlayback();
  const { manifest } = usePlayerDesk();
  const [members, setMembers] = useState<readonly string[]>([]);
  const [chat, setChat] = useState(false);
  const [asking, setAsking] = useState(false);
  const stays = staysOf(session.lines, session.talks, clock.duration);
  // A person without a name is left out already.
  const people = new Map(stays.flatMap(({ member, name }) => (name === '' ? [] : [[member, name] as const])));
  const toggle = (member: string, on: boolean) =>
    setMembers(on ? [...members, member] : members.filter((one) => one !== member));
  const nothing = members.length === 0 && !chat;
  if (asking) {
    const names = members.map((member) => people.get(member) ?? '');
    return <Question members={members} names={names} chat={chat} onBack={() => setAsking(false)} onClose={onClose} />;
  }
  return (
    <Dialog
      open
      title={t('leaveOut.title')}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="danger" isDisabled={nothing} onPress={() => setAsking(true)}>
            {t('leaveOut.go')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2">
        <p className="text-dim">{t('leaveOut.lead')}</p>
        <ul className="flex flex-col">
          {[...people].map(([member, name]) => (
            <li key={member}>
              <Switch on={members.includes(member)} onChange={(on) => toggle(member, on)}>
                <span dir="auto" className="[overflow-wrap:anywhere]">
                  {name}
                </span>
              </Switch>
            </li>
          ))}
        </ul>
        {manifest.chat !== 'none' && (
          <Switch on={chat} onChange={setChat}>
            {t('leaveOut.chat')}
          </Switch>
        )}
      </div>
    </Dialog>
  );
}

interface QuestionProps {
  readonly members: readonly string[];
  /** Their names, in the same order. */
  readonly names: readonly string[];
  readonly chat: boolean;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

function Question({ members, names, chat, onBack, onClose }: QuestionProps) {
  const { t, i18n } = useTranslation('recording');
  const { t: general } = useTranslation();
  const { passing, onReload } = useDesk();
  const { manifest } = usePlayerDesk();
  const { clock } = usePlayback();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      await call(location.origin, leaveOutOfRecording, {
        params: { recording: manifest.id },
        query: passing,
        input: { members: [...members], chat, duration: clock.duration, confirm: true },
        // The log is written anew.
        signal: AbortSignal.timeout(10 * 60_000),
      });
      showToast({ tone: 'good', words: t('leaveOut.done') });
      onClose();
      await onReload();
    } catch (error) {
      showToast({ tone: 'warning', words: general(wordsOfError(error)) });
      onBack();
    }
  };
  return (
    <Dialog
      open
      alert
      title={t('leaveOut.question')}
      onClose={onBack}
      actions={
        <>
          <Button onPress={onBack}>{t('cancel')}</Button>
          <Button look="danger" busy={busy} onPress={() => (busy ? undefined : aside(send()))}>
            {t('leaveOut.go')}
          </Button>
        </>
      }
    >
      <p dir="auto" className="mb-2 font-bold [overflow-wrap:anywhere]">
        {new Intl.ListFormat(i18n.language).format([...names, ...(chat ? [t('leaveOut.chat')] : [])])}
      </p>
      <p>{t('leaveOut.questionLead')}</p>
    </Dialog>
  );
}
