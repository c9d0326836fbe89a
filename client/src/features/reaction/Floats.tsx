import { presence } from '@plenum/shared/features/presence/contract';
import { emojis } from '@plenum/shared/features/reaction/contract';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { useMedia } from '../../ui/useMedia.ts';
import type { Reaction } from './ReactionDesk.ts';
import { useReactionDesk } from './useReactions.ts';

const riseMs = 3_200;
/** How far each reaction sways sideways, in px. */
const sway = 8;

/** Reactions that rise in the corner of the stage and fade. With reduced motion, only the marks on tiles remain. */
export function Floats() {
  const desk = useReactionDesk();
  const floats = useStore(desk.store, (state) => state.floats);
  const still = useMedia('(prefers-reduced-motion: reduce)');
  if (still) return null;
  return (
    <div aria-hidden="true" className="pointer-events-none fixed bottom-20 left-4 z-10 h-0 w-72">
      {floats.map((float) => (
        <Float key={float.key} float={float} />
      ))}
    </div>
  );
}

function Float({ float }: { readonly float: Reaction }) {
  const desk = useReactionDesk();
  const element = useRef<HTMLDivElement>(null);
  const name = useMeeting((state) => stateOf(state, presence).members[float.member]?.name ?? '');
  useEffect(() => {
    const node = element.current;
    const animation = node?.animate?.(
      [
        { transform: 'translate(0, 0) scale(0.6)', opacity: 0 },
        { transform: `translate(${sway}px, -40px) scale(1)`, opacity: 1, offset: 0.15 },
        { transform: `translate(${-sway}px, -150px) scale(1)`, opacity: 1, offset: 0.65 },
        { transform: `translate(${sway}px, -230px) scale(1)`, opacity: 0 },
      ],
      { duration: riseMs, easing: 'ease-out', fill: 'both' },
    );
    const timer = setTimeout(() => desk.landed(float.key), riseMs);
    return () => {
      clearTimeout(timer);
      animation?.cancel();
    };
  }, [desk, float.key]);
  return (
    <div
      ref={element}
      className="absolute bottom-0 flex flex-col items-center gap-0.5"
      style={{ left: (float.key % 4) * 64 }}
    >
      <span className="text-4xl leading-none">{emojis[float.emoji]}</span>
      <bdi className="max-w-16 truncate rounded-md bg-[#14181b]/80 px-1.5 text-xs leading-5 text-[#f2f1ec]">{name}</bdi>
    </div>
  );
}
