import { layoutModes } from '@plenum/shared/features/layout/contract';
import { GalleryThumbnails, Grid2x2, type LucideIcon, RectangleHorizontal, UserSquare } from 'lucide-react';
import type { LayoutMode } from '@plenum/shared/features/layout/contract';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useHotkey } from '../../app/preferences/useHotkey.ts';
import { useLayoutMode } from '../../app/preferences/view.ts';
import { Menu } from '../../ui/Menu.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useLayoutGroups } from './useLayoutGroups.tsx';

const icons: Readonly<Record<LayoutMode, LucideIcon>> = {
  stage: GalleryThumbnails,
  speaker: UserSquare,
  grid: Grid2x2,
  content: RectangleHorizontal,
};

/** The layout menu in the top bar; `W` selects the next layout. */
export function LayoutMenu() {
  const { t } = useTranslation();
  const [mode, choose] = useLayoutMode();
  const groups = useLayoutGroups();
  useHotkey('W', () => {
    const next = layoutModes[(layoutModes.indexOf(mode) + 1) % layoutModes.length] ?? 'stage';
    choose(next);
    showToast({ tone: 'calm', words: t('view.now', { mode: t(`view.mode.${next}`) }) }, 2);
  });
  const Icon = icons[mode];
  return (
    <Menu
      label={t('view.layout')}
      groups={groups}
      trigger={
        <Button
          aria-label={`${t('view.layout')}: ${t(`view.mode.${mode}`)}`}
          className="flex min-h-11 min-w-11 items-center justify-center rounded-full text-dim -outline-offset-3 data-hovered:text-text"
        >
          <span className="flex items-center gap-2 rounded-full bg-raised px-3 py-1 text-sm">
            <Icon aria-hidden="true" className="size-4" />
            <span className="max-sm:hidden">{t(`view.mode.${mode}`)}</span>
          </span>
        </Button>
      }
    />
  );
}
