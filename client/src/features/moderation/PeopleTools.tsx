import { moderation, presenterPolicies, PresenterPolicy } from '@plenum/shared/features/moderation/contract';
import { Ban, CircleX, Lock, MicOff, ScrollText, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { stateOf } from '../../core/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu, type MenuEntry, type MenuGroup } from '../../ui/Menu.tsx';
import { openDialog } from './dialogs.ts';
import { useMay } from './useMay.ts';

/** The moderators' tools above the list of people: a button that mutes all, and a menu with the rest. */
export function PeopleTools() {
  const { t } = useTranslation();
  const ask = useAsk();
  const may = useMay('memberManage');
  const groups = useGroups();
  if (!may) return null;
  return (
    <div className="flex gap-2 px-3 pt-3">
      <Button wide onPress={() => void ask(moderation, 'muteAll', { sparePresenter: false })}>
        <MicOff aria-hidden="true" className="size-5" />
        {t('moderation.muteAll')}
      </Button>
      <Menu
        label={t('moderation.more')}
        groups={groups}
        trigger={
          <Button square aria-label={t('moderation.more')}>
            <ShieldCheck aria-hidden="true" className="size-5" />
          </Button>
        }
      />
    </div>
  );
}

function useGroups(): readonly MenuGroup[] {
  const { t } = useTranslation();
  const ask = useAsk();
  const owns = useMay('roomManage');
  const chooses = useMay('presenterSet');
  const policy = useMeeting((state) => stateOf(state, moderation).presenterPolicy);
  const bans = useMeeting((state) => stateOf(state, moderation).bans.length);
  const icon = (Icon: typeof Lock) => <Icon aria-hidden="true" className="size-5 text-dim" />;
  const entry = (id: 'locks' | 'deeds' | 'bans', Icon: typeof Lock, label: string): MenuEntry => ({
    id,
    label,
    icon: icon(Icon),
    run: () => openDialog({ kind: id }),
  });
  const policies = presenterPolicies.map((id) => ({
    id,
    label: t(`moderation.presenterPolicy.${id}`),
    run: () => void ask(moderation, 'setPresenterPolicy', { policy: z.parse(PresenterPolicy, id) }),
  }));
  const end: MenuEntry = {
    id: 'end',
    label: t('moderation.end'),
    icon: <CircleX aria-hidden="true" className="size-5" />,
    danger: true,
    run: () => openDialog({ kind: 'end' }),
  };
  return [
    {
      id: 'all',
      entries: [
        {
          id: 'muteOthers',
          label: t('moderation.muteOthers'),
          icon: icon(MicOff),
          run: () => void ask(moderation, 'muteAll', { sparePresenter: true }),
        },
        entry('locks', Lock, t('moderation.locks')),
        entry('deeds', ScrollText, t('moderation.deeds')),
        entry('bans', Ban, t('moderation.bans', { count: bans })),
      ],
    },
    { id: 'policy', title: t('moderation.presenterPolicy.title'), chosen: policy, entries: chooses ? policies : [] },
    { id: 'end', entries: owns ? [end] : [] },
  ];
}
