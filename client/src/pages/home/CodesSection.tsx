import type { CodeKind, Space } from '@plenum/shared/api/space/contract';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { showToast } from '../../ui/toasts.ts';
import { api } from '../service/api.ts';
import { Refusal, Section } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { linkOfSpace } from './cards.ts';
import { useCopy } from './useCopy.ts';

const kinds = ['member', 'moderator'] as const satisfies readonly CodeKind[];
type Kind = (typeof kinds)[number];

interface Props {
  readonly space: Space;
  readonly mayRenew: boolean;
  readonly onChange: (space: Space) => void;
}

/** The codes with which people join as members and moderators. */
export function CodesSection({ space, mayRenew, onChange }: Props) {
  const { t } = useTranslation('service');
  const copy = useCopy();
  const [renewing, setRenewing] = useState<Kind>();
  const { busy, error, send } = useSending();
  const renew = async (kind: Kind) => {
    const next = await send(() => api.renewCode(space.id, kind));
    if (!next) return;
    onChange(next);
    setRenewing(undefined);
    showToast({ tone: 'good', words: t('codes.renewed') });
  };
  return (
    <Section title={t('codes.title')} lead={t('codes.lead')}>
      <ul className="flex flex-col gap-5">
        {kinds.map((kind) => (
          <li key={kind} className="flex flex-col gap-2">
            <p className="font-bold">{t(`codes.${kind}`)}</p>
            <code className="rounded-control bg-raised px-3 py-2 text-lg [overflow-wrap:anywhere]">
              {space.codes[kind]}
            </code>
            <div className="flex flex-wrap gap-2">
              <Button
                onPress={() => aside(copy(linkOfSpace(space.slug, space.codes[kind])))}
                aria-label={t(`codes.copy.${kind}`)}
              >
                {t('codes.copyLink')}
              </Button>
              {mayRenew && (
                <Button look="quiet" onPress={() => setRenewing(kind)} aria-label={t(`codes.renew.${kind}`)}>
                  {t('codes.makeNew')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {renewing && (
        <Dialog
          open
          alert
          onClose={() => setRenewing(undefined)}
          title={t(`codes.renew.${renewing}`)}
          actions={
            <>
              <Button onPress={() => setRenewing(undefined)}>{t('cancel')}</Button>
              <Button look="primary" busy={busy} onPress={() => aside(renew(renewing))}>
                {t('codes.makeNew')}
              </Button>
            </>
          }
        >
          <p>{t('codes.renewBody')}</p>
          <Refusal words={error} />
        </Dialog>
      )}
    </Section>
  );
}
