import { layoutModes } from '@plenum/shared/features/layout/contract';
import { GalleryThumbnails } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useFeatures } from '../../app/house.ts';
import { useLayoutMode } from '../../app/preferences/view.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { usePlayerDesk } from './playerDesk.ts';
import { timeOf } from './times.ts';
import { TakeHome } from './takeHome/TakeHome.tsx';

/** What is played, who may watch it, and what can be done with it as a whole. */
export function TopLine() {
  const { t, i18n } = useTranslation('recording');
  const { t: general } = useTranslation();
  const { manifest } = usePlayerDesk();
  const features = useFeatures();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { title, startedAt, duration, visibility, state, space, manages } = manifest;
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(startedAt);
  const seenBy = state === 'published' ? t(`visibility.${visibility}`) : t(`state.${state}`);
  const name = (
    <h1 ref={heading} tabIndex={-1} dir="auto" className="min-w-0 truncate text-base font-bold outline-none">
      {title}
    </h1>
  );
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-3 border-b border-line px-3 sm:px-4">
      {name}
      <p className="shrink-0 rounded-full bg-raised px-3 py-1 text-sm text-dim max-md:hidden">
        {day} · {timeOf(duration)}
      </p>
      <p className="truncate rounded-full bg-raised px-3 py-1 text-sm text-dim max-lg:hidden">{seenBy}</p>
      <div className="flex min-w-0 items-center gap-3 max-sm:hidden">
        {features.flatMap(({ top = [] }) => top.map(({ id, Item }) => <Item key={id} />))}
      </div>
      <div className="ml-auto flex shrink-0 items-center gap-1 sm:gap-2">
        {manages && space !== undefined && (
          <Link
            href={`/spaces/${space}#recordings`}
            className="rounded-control px-2 py-2 text-sm text-accent-text max-md:hidden"
          >
            {t('toSpace')}
          </Link>
        )}
        <LayoutMenu />
        <TakeHome />
      </div>
      <a
        href="#controls"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('play')?.focus();
        }}
        className="sr-only focus:not-sr-only focus:absolute focus:top-1 focus:left-1 focus:z-50 focus:min-h-11 focus:rounded-control focus:bg-raised focus:px-4 focus:py-2.5"
      >
        {general('meeting.skipToControls')}
      </a>
    </header>
  );
}

function LayoutMenu() {
  const { t } = useTranslation();
  const [mode, choose] = useLayoutMode();
  return (
    <Menu
      label={t('view.layout')}
      groups={[
        {
          id: 'layout',
          title: t('view.layout'),
          chosen: mode,
          entries: layoutModes.map((id) => ({ id, label: t(`view.mode.${id}`), run: () => choose(id) })),
        },
      ]}
      trigger={
        <Button look="quiet" square aria-label={`${t('view.layout')}: ${t(`view.mode.${mode}`)}`}>
          <GalleryThumbnails aria-hidden="true" className="size-5" />
          <span className="text-sm max-lg:hidden">{t(`view.mode.${mode}`)}</span>
        </Button>
      }
    />
  );
}
