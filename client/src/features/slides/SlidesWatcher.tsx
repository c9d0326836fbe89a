import { findPage } from '@plenum/shared/features/slides/contract';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../../app/lazyPart.tsx';
import { useSession } from '../../app/session.ts';
import { announce } from '../../ui/Announcer.tsx';
import { showToast } from '../../ui/toasts.ts';
import { slideDeskOf } from './desk.ts';
import { followPans } from './Lead.ts';
import { useSlideDesk, useSlideRights, useSlides } from './useSlides.ts';

const SlidesDialog = lazyPart(async () => (await import('./dialog/SlidesDialog.tsx')).SlidesDialog);

/** Follows the presenter, announces the page, and contains the dialog of presentations. */
export function SlidesWatcher() {
  const { t } = useTranslation();
  const session = useSession();
  const { managing } = useSlideDesk();
  const { presentations, current } = useSlides();
  useEffect(() => followPans(session), [session]);
  useEffect(() => {
    // When the stage becomes empty, a person who looked elsewhere returns to the common page.
    if (current === undefined) slideDeskOf(session).setState({ own: undefined });
  }, [session, current]);
  const found = findPage(presentations, current);
  const words =
    found &&
    t('slides.pageOf', { name: found.presentation.name, page: found.index + 1, of: found.presentation.pages.length });
  useEffect(() => {
    if (words !== undefined) announce(words);
  }, [words]);
  useMissed();
  return managing && <SlidesDialog />;
}

/** Tells a person who may upload of documents that did not come, once each has come or failed. */
function useMissed(): void {
  const { t } = useTranslation();
  const session = useSession();
  const { uploads } = useSlideRights();
  const { awaited } = useSlides();
  const { managing } = useSlideDesk();
  const told = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (!uploads || !awaited || awaited.some(({ reason }) => reason === undefined)) return;
    const count = awaited.filter(({ id }) => !told.current.has(id)).length;
    told.current = new Set(awaited.map(({ id }) => id));
    if (count === 0 || managing) return;
    const run = () => slideDeskOf(session).setState({ managing: true });
    showToast({ tone: 'warning', words: t('slides.missed', { count }), action: { label: t('slides.showWhy'), run } });
  }, [t, session, uploads, awaited, managing]);
}
