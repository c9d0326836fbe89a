import {
  type Copies,
  type Copy,
  type CopyKind,
  copyKinds,
  dropCopy,
  listCopies,
  makeCopy,
  readCopy,
} from '@plenum/shared/api/recording/copies';
import { aside } from '@plenum/shared/core/aside';
import { addressOf } from '@plenum/shared/core/endpoint';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../../app/errorWords.ts';
import { call } from '../../../core/http.ts';
import { Button } from '../../../ui/Button.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { useAnswer } from '../../service/useAnswer.ts';
import { wordsOfBytes } from '../../service/words.ts';
import { useDesk, usePlayerDesk } from '../playerDesk.ts';

/** How often the progress is asked for, in ms. */
const lookMs = 2_000;

/** The files that the server makes of the recording: asked for by people who manage it, saved by all who may. */
export function ServerCopies() {
  const { t } = useTranslation('recording');
  const { t: general } = useTranslation();
  const { passing } = useDesk();
  const { manifest } = usePlayerDesk();
  const place = { params: { recording: manifest.id }, query: passing };
  const ask = useCallback(
    () => call(location.origin, listCopies, { params: { recording: manifest.id }, query: passing }),
    [manifest.id, passing],
  );
  const { answer, take } = useAnswer(ask, lookMs);
  const [busy, setBusy] = useState<CopyKind>();
  if (answer.state !== 'there') return null;
  const { copies, lacks } = answer.value;
  const act = async (kind: CopyKind, work: () => Promise<Copies>) => {
    setBusy(kind);
    try {
      take(await work());
    } catch (error) {
      showToast({ tone: 'warning', words: general(wordsOfError(error)) });
    } finally {
      setBusy(undefined);
    }
  };
  const rows = copyKinds
    .map((kind) => ({ kind, copy: copies.find((one) => one.kind === kind) }))
    .filter(({ copy }) => manifest.manages || copy?.state === 'made');
  if (rows.length === 0) return null;
  // What the server lacks for the first it lacks for all: they are made from it.
  const why = lacks.webm;
  const isShown = why === undefined || copies.length > 0;
  return (
    <section aria-label={t('copies.title')} className="mt-4 border-t border-line pt-4">
      <h3 className="font-bold">{t('copies.title')}</h3>
      {manifest.manages && (
        <p className="text-sm text-dim">{t(why === undefined ? 'copies.lead' : `copies.lacks.${why}`)}</p>
      )}
      {isShown && (
        <ul className="mt-2 flex flex-col gap-1">
          {rows.map(({ kind, copy }) => (
            <Row
              key={kind}
              kind={kind}
              copy={copy}
              lack={lacks[kind]}
              busy={busy === kind}
              onMake={() => aside(act(kind, () => call(location.origin, makeCopy, { ...place, input: { kind } })))}
              onDrop={() =>
                aside(
                  act(kind, () =>
                    call(location.origin, dropCopy, { ...place, params: { recording: manifest.id, kind } }),
                  ),
                )
              }
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface RowProps {
  readonly kind: CopyKind;
  readonly copy: Copy | undefined;
  readonly lack: Copies['lacks'][CopyKind];
  readonly busy: boolean;
  readonly onMake: () => void;
  readonly onDrop: () => void;
}

function Row({ kind, copy, lack, busy, onMake, onDrop }: RowProps) {
  const { t, i18n } = useTranslation('recording');
  const { manifest } = usePlayerDesk();
  const name = t(`copies.kind.${kind}`);
  const isUnfinished = copy?.state === 'waiting' || copy?.state === 'making';
  const canMake = copy === undefined || copy.state === 'failed';
  const isLacking = canMake && lack !== undefined;
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 py-1">
      <span className="min-w-0 flex-1 basis-40">
        <span className="block">{name}</span>
        <output className="block text-sm text-dim">
          {isLacking && t(`copies.lacks.${lack}`)}
          {!isLacking && copy?.state === 'waiting' && t('copies.waiting')}
          {!isLacking && copy?.state === 'making' && percent(copy.share, i18n.language)}
          {!isLacking && copy?.state === 'made' && wordsOfBytes(copy.bytes, i18n.language)}
          {!isLacking && copy?.state === 'failed' && t(`copies.failed.${copy.why ?? 'fault'}`)}
        </output>
        {copy?.state === 'making' && (
          <progress
            className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-raised [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-accent"
            value={copy.share}
            max={1}
            aria-label={name}
          />
        )}
      </span>
      {copy?.state === 'made' && <Save kind={kind} name={name} />}
      {manifest.manages && (
        <Button
          look={canMake ? 'plain' : 'quiet'}
          busy={busy}
          isDisabled={isLacking}
          aria-label={t(canMake ? 'copies.makeOne' : isUnfinished ? 'copies.cancelOne' : 'copies.deleteOne', { name })}
          onPress={() => (busy ? undefined : canMake ? onMake() : onDrop())}
        >
          {canMake ? t('copies.make') : isUnfinished ? t('cancel') : t('copies.delete')}
        </Button>
      )}
    </li>
  );
}

function percent(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent' }).format(share);
}

function Save({ kind, name }: { readonly kind: CopyKind; readonly name: string }) {
  const { t } = useTranslation('recording');
  const { passing } = useDesk();
  const { manifest } = usePlayerDesk();
  return (
    <a
      href={addressOf(readCopy, { params: { recording: manifest.id, kind }, query: passing })}
      download={`${manifest.title}.${kind}`}
      aria-label={t('copies.saveOne', { name })}
      className="inline-flex min-h-11 items-center rounded-control bg-accent px-5 py-2 font-bold text-accent-ink"
    >
      {t('take.title')}
    </a>
  );
}
