import { lobby, type Waiting } from '@plenum/shared/features/lobby/contract';
import { DoorOpen, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import { useAsk } from '../../app/useAsk.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { DenyDialog } from './DenyDialog.tsx';
import { admissionOf, useAdmitAll, useQueue } from './queue.ts';

/** The people who wait, in a bar above the stage until they are answered. Hiding it lasts until the next person knocks. */
export function LobbyNotice() {
  const { t } = useTranslation();
  const queue = useQueue();
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const admitAll = useAdmitAll();
  const [first, ...more] = queue;
  if (!first || queue.every(({ id }) => hidden.includes(id))) return null;
  const isOne = more.length === 0;
  return (
    <Banner
      tone="accent"
      icon={<DoorOpen />}
      action={
        <div className="flex flex-wrap items-center justify-center gap-2">
          {isOne ? (
            <Answers key={first.id} one={first} />
          ) : (
            <Button look="primary" onPress={admitAll}>
              {t('lobby.admitAll')}
            </Button>
          )}
          <Button look="quiet" onPress={() => openPanel('people')}>
            {t('lobby.show')}
          </Button>
          <Button
            look="quiet"
            square
            aria-label={t('app.dismiss')}
            onPress={() => setHidden(queue.map(({ id }) => id))}
          >
            <X aria-hidden="true" className="size-4" />
          </Button>
        </div>
      }
    >
      {isOne ? t('lobby.knocks', { name: first.name }) : t('lobby.manyKnock', { count: queue.length })}
    </Banner>
  );
}

function Answers({ one }: { readonly one: Waiting }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const [denying, setDenying] = useState(false);
  const { id: member, name } = one;
  return (
    <>
      <Button
        look="primary"
        aria-label={t('lobby.admit', { name })}
        onPress={() => void ask(lobby, 'admit', { member, as: admissionOf(one), remember: false })}
      >
        {t('lobby.admitNow')}
      </Button>
      <Button aria-label={t('lobby.denyName', { name })} onPress={() => setDenying(true)}>
        {t('lobby.denyNow')}
      </Button>
      <DenyDialog one={one} open={denying} remember={false} onClose={() => setDenying(false)} />
    </>
  );
}
