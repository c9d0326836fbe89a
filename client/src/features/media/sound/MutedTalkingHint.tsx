import { MicOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { createLevel } from './level.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

const everyMs = 150;
/** A voice for this long within a short time counts as talking, in ms; a cough is shorter. */
const talkingMs = 750;
/** -45 dB over 170 ms: a voice into a microphone, not a room. */
const loud = 0.3;
const shownMs = 5_000;

/** "You are talking while muted", shown while that is true. */
export function MutedTalkingHint() {
  const track = useLocal(({ mic, micMuted }) => (mic.state === 'on' && micMuted ? mic.track : undefined));
  return (
    <output className="pointer-events-none fixed inset-x-0 bottom-22 z-30 flex justify-center px-3">
      {track && <Listening key={track.id} track={track} />}
    </output>
  );
}

function Listening({ track }: { readonly track: MediaStreamTrack }) {
  const local = useLocalMedia();
  const { t } = useTranslation();
  const [talking, setTalking] = useState(false);
  useEffect(() => watchVoice(track, setTalking), [track]);
  if (!talking) return null;
  return (
    <div className="animate-rise pointer-events-auto flex flex-wrap items-center justify-center gap-x-3 rounded-tile border border-amber bg-surface py-1 pr-1 pl-4 text-text shadow-float">
      <MicOff aria-hidden="true" className="size-5 text-amber-text" />
      <p>{t('media.talkingWhileMuted')}</p>
      <Button look="primary" onPress={() => local.mute(false)}>
        {t('media.unmute')}
      </Button>
    </div>
  );
}

function watchVoice(track: MediaStreamTrack, setTalking: (talking: boolean) => void): () => void {
  const level = createLevel(track, 8192);
  let loudMs = 0;
  let hide: ReturnType<typeof setTimeout> | undefined;
  const timer = setInterval(() => {
    loudMs = level.read() > loud ? loudMs + everyMs : Math.max(0, loudMs - everyMs / 2);
    if (loudMs < talkingMs) return;
    loudMs = 0;
    setTalking(true);
    clearTimeout(hide);
    hide = setTimeout(() => setTalking(false), shownMs);
  }, everyMs);
  return () => {
    clearInterval(timer);
    clearTimeout(hide);
    level.close();
  };
}
