import { MicOff, X } from 'lucide-react';
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { useSize } from '../../../ui/useSize.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';
import { createHintTimes } from './hintTimes.ts';
import { createLevel } from './level.ts';

const everyMs = 150;
/** A voice for this long within a short time counts as talking, in ms; a cough is shorter. */
const talkingMs = 750;
/** -45 dB over 170 ms: a voice into a microphone, not a room. */
const loud = 0.3;
const shownMs = 5_000;

/** "You are talking while muted", above the microphone's button: for some seconds, then not again for some minutes. */
export function MutedTalkingHint() {
  const track = useLocal(({ mic, micMuted }) => (mic.state === 'on' && micMuted ? mic.track : undefined));
  const [times] = useState(createHintTimes);
  const [shown, setShown] = useState(false);
  const bubble = useRef<HTMLDivElement>(null);
  const talks = useEffectEvent(() => {
    if (times.mayShow(performance.now())) setShown(true);
  });
  useEffect(() => {
    if (!track) return;
    const stop = watchVoice(track, () => talks());
    return () => {
      stop();
      setShown(false);
    };
  }, [track]);
  useEffect(() => {
    if (!shown) return;
    // While somebody points at it or has the focus in it, it stays.
    const isUsed = () => bubble.current?.matches(':hover, :focus-within') ?? false;
    const timer = setInterval(() => isUsed() || setShown(false), shownMs);
    return () => clearInterval(timer);
  }, [shown]);
  const close = () => {
    setShown(false);
    document.getElementById('control-mic')?.focus();
  };
  const never = () => {
    times.stop();
    close();
  };
  return (
    <output className="block">
      {track && shown && (
        <div ref={bubble}>
          <Bubble onClose={close} onNever={never} />
        </div>
      )}
    </output>
  );
}

interface BubbleProps {
  readonly onClose: () => void;
  readonly onNever: () => void;
}

function Bubble({ onClose, onNever }: BubbleProps) {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const row = useRef<HTMLDivElement>(null);
  useHanging(row);
  return (
    <div ref={row} className="relative px-1.5 pt-1.5 pb-2 sm:px-3">
      <div className="animate-rise ml-(--start) flex w-fit max-w-full flex-wrap items-center gap-x-3 rounded-tile border border-amber bg-surface py-1 pr-1 pl-4 text-text">
        <MicOff aria-hidden="true" className="size-5 text-amber-text" />
        <p>{t('media.talkingWhileMuted')}</p>
        <div className="flex flex-wrap items-center">
          <Button look="primary" onPress={() => local.mute(false)}>
            {t('media.unmute')}
          </Button>
          <Button look="quiet" onPress={onNever}>
            {t('media.hintOnce')}
          </Button>
          <Button look="quiet" square aria-label={t('app.close')} onPress={onClose}>
            <X aria-hidden="true" className="size-5" />
          </Button>
        </div>
      </div>
      <span
        aria-hidden="true"
        className="absolute bottom-1 left-(--tip) size-3 -translate-x-1/2 rotate-45 border-r border-b border-amber bg-surface"
      />
    </div>
  );
}

/** Hangs the bubble on the microphone's button: where it begins and where its tip is, in px from the row's left. */
function useHanging(row: RefObject<HTMLDivElement | null>): void {
  const { width } = useSize(row);
  useLayoutEffect(() => {
    const element = row.current;
    const button = document.getElementById('control-mic')?.getBoundingClientRect();
    const bubble = element?.firstElementChild?.getBoundingClientRect();
    if (!element || !button || !bubble) return;
    const tip = button.left + button.width / 2 - element.getBoundingClientRect().left;
    const most = Math.max(0, width - bubble.width - 24);
    element.style.setProperty('--start', `${Math.min(most, Math.max(0, tip - 40))}px`);
    element.style.setProperty('--tip', `${tip}px`);
  }, [row, width]);
}

function watchVoice(track: MediaStreamTrack, talks: () => void): () => void {
  const level = createLevel(track, 8192);
  let loudMs = 0;
  const timer = setInterval(() => {
    loudMs = level.read() > loud ? loudMs + everyMs : Math.max(0, loudMs - everyMs / 2);
    if (loudMs < talkingMs) return;
    loudMs = 0;
    talks();
  }, everyMs);
  return () => {
    clearInterval(timer);
    level.close();
  };
}
