import { type ChatKept, chatKinds } from '@plenum/shared/api/recording/chatKept';
import { type Recording, recording } from '@plenum/shared/features/recording/contract';
import { Disc, Pause, Play, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/useAsk.ts';
import { clockOf } from '../../app/wordsOfTime.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { closeRecording, useControlsRecording, useLength, useMyAnswer, useRecording } from './useRecording.ts';

/** The window of the recording: starts one, or says how it stands and ends it. */
export function RecordingDialog() {
  const { t } = useTranslation();
  const now = useRecording();
  const controls = useControlsRecording();
  if (!now && !controls) return null;
  return (
    <Dialog open onClose={closeRecording} title={t(now ? 'recording.title' : 'recording.record')}>
      {now ? <Running now={now} controls={controls} /> : <StartForm />}
    </Dialog>
  );
}

function StartForm() {
  const { t } = useTranslation();
  const ask = useAsk();
  const [chat, setChat] = useState<ChatKept>('kept');
  const start = async () => {
    if (await ask(recording, 'start', { chat })) closeRecording();
  };
  const options = chatKinds.map((id) => ({ id, label: t(`recording.chat.${id}`) }));
  return (
    <div className="flex flex-col gap-5 pt-1">
      <p className="text-dim">{t('recording.startBody')}</p>
      <Select
        label={t('recording.chatLabel')}
        options={options}
        chosen={chat}
        placeholder=""
        onChoose={(id) => setChat(chatKinds.find((kind) => kind === id) ?? 'kept')}
      />
      <Button look="primary" onPress={() => void start()}>
        <Disc aria-hidden="true" className="size-5" />
        {t('recording.start')}
      </Button>
    </div>
  );
}

function Running({ now, controls }: { readonly now: Recording; readonly controls: boolean }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const length = useLength(now);
  const isOut = useMyAnswer() === 'out';
  const isPaused = now.run.is === 'paused';
  const stop = async () => {
    if (await ask(recording, 'stop', {})) closeRecording();
  };
  const answer = (out: boolean) => void ask(recording, 'answer', { answer: out ? 'out' : 'accepted' });
  return (
    <div className="flex flex-col gap-5 pt-1">
      <div className="flex flex-col items-center">
        <span className="text-5xl leading-tight font-bold tabular">{clockOf(length)}</span>
        <span className="text-dim">{t(`recording.is.${now.run.is}`)}</span>
        {now.name !== '' && <span className="text-dim">{t('recording.by', { name: now.name })}</span>}
        <span className="text-center text-dim">{t(`recording.chat.${now.chat}`)}</span>
        {now.space && <Space space={now.space} />}
      </div>
      <Switch on={isOut} onChange={answer}>
        {t('recording.leaveMeOut')}
      </Switch>
      {controls && (
        <div className="grid grid-cols-2 gap-2">
          <Button
            isDisabled={now.run.is === 'starting'}
            onPress={() => void ask(recording, isPaused ? 'resume' : 'pause', {})}
          >
            {isPaused ? (
              <Play aria-hidden="true" className="size-5" />
            ) : (
              <Pause aria-hidden="true" className="size-5" />
            )}
            {t(isPaused ? 'recording.resume' : 'recording.pause')}
          </Button>
          <Button look="danger" onPress={() => void stop()}>
            <Square aria-hidden="true" className="size-5" />
            {t('recording.stop')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** How much of the organisation's space is left. */
function Space({ space: { bytes, most } }: { readonly space: NonNullable<Recording['space']> }) {
  const { t, i18n } = useTranslation();
  const format = new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'gigabyte', maximumFractionDigits: 1 });
  return (
    <span className="text-dim">{t('recording.left', { size: format.format(Math.max(0, most - bytes) / 1e9) })}</span>
  );
}
