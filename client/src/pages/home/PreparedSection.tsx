import type { Prepared } from '@plenum/shared/api/space/prepared';
import { preparedLimits } from '@plenum/shared/api/space/prepared';
import { aside } from '@plenum/shared/core/aside';
import { limits } from '@plenum/shared/core/limits';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import type { TFunction } from 'i18next';
import { useCallback, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { api } from '../service/api.ts';
import { Refusal, Section, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { wordsOfBytes } from '../service/words.ts';
import { GroupsForm } from './GroupsForm.tsx';
import { PollForm } from './PollForm.tsx';
import { type SlideUpload, useSlideUpload } from './slideUploads.ts';

/** What a person writes: something new, or a change of what is prepared. */
type Making = { readonly kind: 'poll' | 'plan' } | Exclude<Prepared, { kind: 'slides' }>;

function titleOf(making: Making) {
  if (making.kind === 'poll') return 'id' in making ? 'prepared.changePoll' : 'prepared.addPoll';
  return 'id' in making ? 'prepared.changeGroups' : 'prepared.addGroups';
}

/** What the next meetings of a space begin with: slides, polls, plans of breakout rooms. */
export function PreparedSection({ space }: { readonly space: string }) {
  const { t } = useTranslation('service');
  const ask = useCallback(() => api.prepared(space), [space]);
  const { answer, again } = useAnswer(ask);
  const [making, setMaking] = useState<Making>();
  const { busy, error, send } = useSending();
  const { upload, begin, cancel } = useSlideUpload(space, () => aside(again()));
  const remove = async (item: string) => {
    await send(() => api.removePrepared(space, item));
    await again();
  };
  const made = async () => {
    setMaking(undefined);
    await again();
  };
  return (
    <Section id="prepared" title={t('prepared.title')} lead={t('prepared.lead')}>
      {answer.state === 'asking' && <Waiting rows={2} />}
      {answer.state === 'failed' && <p>{t('failed')}</p>}
      {answer.state === 'there' && answer.value.items.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {answer.value.items.map((item) => (
            <ItemRow
              key={item.id}
              item={item}
              busy={busy}
              onChange={item.kind === 'slides' ? undefined : () => setMaking(item)}
              onRemove={() => aside(remove(item.id))}
            />
          ))}
        </ul>
      )}
      <Refusal words={error} />
      {upload && <UploadRow upload={upload} onCancel={cancel} />}
      <div className="flex flex-wrap gap-2">
        <FileTrigger onSelect={(files) => begin([...(files ?? [])])}>
          <Button isDisabled={upload !== undefined && isRunning(upload)}>{t('prepared.addSlides')}</Button>
        </FileTrigger>
        <Button onPress={() => setMaking({ kind: 'poll' })}>{t('prepared.addPoll')}</Button>
        <Button onPress={() => setMaking({ kind: 'plan' })}>{t('prepared.addGroups')}</Button>
      </div>
      {making && (
        <Dialog open onClose={() => setMaking(undefined)} title={t(titleOf(making))}>
          {making.kind === 'poll' ? (
            <PollForm space={space} item={'id' in making ? making : undefined} onDone={made} />
          ) : (
            <GroupsForm space={space} item={'id' in making ? making : undefined} onDone={made} />
          )}
        </Dialog>
      )}
    </Section>
  );
}

function isRunning({ state: { stage } }: SlideUpload): boolean {
  return stage === 'sending' || stage === 'waiting' || stage === 'converting';
}

function wordsOfItem(item: Prepared, t: TFunction<'service'>, language: string): string {
  if (item.kind === 'slides') {
    return t('prepared.slides', { count: item.pages, size: wordsOfBytes(item.bytes, language) });
  }
  return item.kind === 'poll' ? t('prepared.poll') : t('prepared.plan', { count: item.plan.rooms.length });
}

interface RowProps {
  readonly item: Prepared;
  readonly busy: boolean;
  /** Absent for what is replaced, not changed. */
  readonly onChange: (() => void) | undefined;
  readonly onRemove: () => void;
}

function ItemRow({ item, busy, onChange, onRemove }: RowProps) {
  const { t, i18n } = useTranslation('service');
  const { title } = item;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-bold [overflow-wrap:anywhere]">
          <bdi>{title}</bdi>
        </p>
        <p className="text-dim">{wordsOfItem(item, t, i18n.language)}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {onChange && (
          <Button look="quiet" onPress={onChange} aria-label={t('prepared.changeThis', { title })}>
            {t('prepared.change')}
          </Button>
        )}
        <Button look="quiet" busy={busy} onPress={onRemove} aria-label={t('prepared.removeThis', { title })}>
          {t('prepared.remove')}
        </Button>
      </div>
    </li>
  );
}

/** How far an upload is, or why it became no slides. */
function UploadRow({ upload, onCancel }: { readonly upload: SlideUpload; readonly onCancel: () => void }) {
  const { t } = useTranslation('service');
  const runs = isRunning(upload);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-control bg-raised px-4 py-3">
      <p className="min-w-0 [overflow-wrap:anywhere]">
        <bdi className="font-bold">{upload.name}</bdi>{' '}
        <output className={runs ? 'text-dim' : 'text-danger-text'}>
          <UploadWords upload={upload} />
        </output>
      </p>
      <Button look="quiet" onPress={onCancel}>
        {t(runs ? 'cancel' : 'prepared.dismiss')}
      </Button>
    </div>
  );
}

function UploadWords({ upload: { state } }: { readonly upload: SlideUpload }) {
  const { t } = useTranslation('service');
  const { t: general } = useTranslation();
  switch (state.stage) {
    case 'sending':
      return t('prepared.sending', { share: state.sent / state.of });
    case 'waiting':
      return t('prepared.waiting');
    case 'converting':
      return state.page !== undefined && state.of !== undefined
        ? t('prepared.convertingPage', { page: state.page, of: state.of })
        : t('prepared.converting');
    case 'refused':
      if (state.reason === 'full') {
        return t('prepared.full', { most: preparedLimits.slides, megabytes: preparedLimits.bytes / 1024 ** 2 });
      }
      return general(`slides.refused.${state.reason}`, {
        megabytes: slidesLimits.presentationBytes / 1024 ** 2,
        pages: limits.pagesPerPresentation,
      });
    case 'done':
      return null;
    case 'failed':
      return general('slides.uploadFailed');
  }
}
