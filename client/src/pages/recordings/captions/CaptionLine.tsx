import type { Cue } from '@plenum/shared/api/recording/captions';
import { usePosition } from '../playbackContext.ts';
import { usePlayerDesk } from '../playerDesk.ts';

/** The caption of the present time, over the stage. */
export function CaptionLine() {
  const { captions, showsCaptions } = usePlayerDesk();
  return showsCaptions && captions.length > 0 ? <Line /> : null;
}

/** The words at a time. */
export function captionAt(cues: readonly Cue[], at: number): string | undefined {
  return cues.findLast(({ from, to }) => from <= at && to > at)?.text;
}

function Line() {
  const { captions, captionsOf } = usePlayerDesk();
  const words = captionAt(captions, usePosition(100));
  if (words === undefined) return null;
  return (
    <p
      dir="auto"
      lang={captionsOf?.lang}
      className="pointer-events-none absolute inset-x-4 bottom-6 z-20 mx-auto w-fit max-w-2xl rounded-md bg-[#14181b]/85 px-3 py-1 text-center text-lg whitespace-pre-line text-[#f2f1ec]"
    >
      {words}
    </p>
  );
}
