import { layout, layoutModes } from '@plenum/shared/features/layout/contract';
import { Megaphone, MegaphoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Preferences, usePreference } from '../../app/preferences/preferences.ts';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { useLayoutMode, usePushedLayout } from '../../app/preferences/view.ts';
import type { MenuEntry, MenuGroup } from '../../ui/Menu.tsx';

const selfViews = ['show', 'small', 'hide'] as const satisfies readonly Preferences['selfView'][];

/** Menu groups: the layout, the own picture, and for those who may, the layout of all members. */
export function useLayoutGroups(): readonly MenuGroup[] {
  const { t } = useTranslation();
  const [mode, choose] = useLayoutMode();
  const [selfView, setSelfView] = usePreference('selfView');
  return [
    {
      id: 'layout',
      title: t('view.layout'),
      chosen: mode,
      entries: layoutModes.map((id) => ({ id, label: t(`view.mode.${id}`), run: () => choose(id) })),
    },
    {
      id: 'self',
      title: t('view.self.title'),
      chosen: selfView,
      entries: selfViews.map((id) => ({ id, label: t(`view.self.${id}`), run: () => setSelfView(id) })),
    },
    { id: 'everyone', title: t('view.everyone'), entries: usePushEntries() },
  ];
}

/** Entries for members who may push layouts. */
function usePushEntries(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const ask = useAsk();
  const may = useMeeting(({ me }) => me.abilities.includes('layoutPush'));
  const [mode] = useLayoutMode();
  const pushed = usePushedLayout();
  if (!may) return [];
  const push: MenuEntry = {
    id: 'push',
    label: t('view.push', { mode: t(`view.mode.${mode}`) }),
    icon: <Megaphone aria-hidden="true" className="size-5 text-dim" />,
    run: () => void ask(layout, 'push', { mode }),
  };
  const release: MenuEntry = {
    id: 'release',
    label: t('view.release'),
    icon: <MegaphoneOff aria-hidden="true" className="size-5 text-dim" />,
    run: () => void ask(layout, 'release', {}),
  };
  return pushed ? [push, release] : [push];
}
