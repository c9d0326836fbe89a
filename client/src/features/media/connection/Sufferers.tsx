import { presence } from '@plenum/shared/features/presence/contract';
import type { MemberId } from '@plenum/shared/core/ids';
import { SignalLow, SignalMedium } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../../app/session.ts';
import { stateOf } from '../../../core/store.ts';
import { Sign } from '../../../ui/Sign.tsx';
import { useSufferers } from './sufferers.ts';

const named = 3;

/** Marks a member whose connection is not good; moderators only get to know. */
export function SuffersMark({ member }: { readonly member: MemberId }) {
  const { t } = useTranslation();
  const quality = useSufferers()[member]?.quality;
  if (quality === undefined || quality === 'good') return null;
  return (
    <Sign
      icon={quality === 'weak' ? SignalLow : SignalMedium}
      words={t(`media.suffers.${quality}`)}
      className="size-4.5 text-amber-text"
    />
  );
}

/** Who has a weak connection, above the list of people. */
export function SufferersNote() {
  const { t } = useTranslation();
  const sufferers = useSufferers();
  const members = useMeeting((state) => stateOf(state, presence).members);
  const weak = Object.entries(sufferers).flatMap(([id, { quality }]) => {
    const member = members[id];
    return quality === 'weak' && member ? [member] : [];
  });
  const more = weak.length - named;
  return (
    <output className="block">
      {weak.length > 0 && (
        <p className="mx-3 mt-3 flex items-start gap-2 rounded-control bg-amber-soft p-3 text-sm text-amber-text">
          <SignalLow aria-hidden="true" className="size-5 shrink-0" />
          <span className="min-w-0">
            {t('media.suffers.title', { count: weak.length })}{' '}
            {weak.slice(0, named).map(({ id, name }, index) => (
              <Fragment key={id}>
                {index > 0 && ', '}
                <bdi>{name}</bdi>
              </Fragment>
            ))}
            {more > 0 && ` ${t('media.suffers.more', { count: more })}`}
          </span>
        </p>
      )}
    </output>
  );
}
