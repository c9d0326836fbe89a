import { presence } from '@plenum/shared/features/presence/contract';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { announce } from '../../ui/Announcer.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Floats } from './Floats.tsx';
import { Palette } from './Palette.tsx';
import type { Reaction } from './ReactionDesk.ts';
import { useReactionDesk } from './useReactions.ts';

/** How long reactions are collected in ms, so that applause is read out once. */
const collectMs = 1_500;

/** Listens to reactions while the meeting is on the page: floats, marks, and words for screen readers. */
export function ReactionWatcher() {
  const { t } = useTranslation();
  const desk = useReactionDesk();
  const paletteOpen = useStore(desk.store, (state) => state.paletteOpen);
  useReadOut();
  const close = () => desk.setPalette(false);
  return (
    <>
      <Floats />
      <Dialog open={paletteOpen} onClose={close} title={t('reaction.choose')}>
        <Palette onDone={close} />
      </Dialog>
    </>
  );
}

function useReadOut(): void {
  const { t } = useTranslation();
  const session = useSession();
  const desk = useReactionDesk();
  const heard = useRef<readonly Reaction[]>([]);
  const read = useEffectEvent(() => {
    const [first, ...others] = heard.current;
    heard.current = [];
    if (!first) return;
    const name = stateOf(session.store.getState(), presence).members[first.member]?.name ?? t('app.somebody');
    announce(
      others.length > 0
        ? t('reaction.many', { count: others.length + 1 })
        : t('reaction.announce', { name, reaction: t(`reaction.emoji.${first.emoji}`) }),
    );
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = desk.listen((reaction) => {
      heard.current = [...heard.current, reaction];
      if (heard.current.length === 1) timer = setTimeout(() => read(), collectMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
      heard.current = [];
    };
  }, [desk]);
}
