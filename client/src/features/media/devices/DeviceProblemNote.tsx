import { RotateCcw, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import type { DeviceProblem } from '../local/deviceProblem.ts';
import { type Capture, isTaken } from '../local/localMediaState.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

/** Says why microphone or camera fail, and offers to try again; empty while they work. */
export function DeviceProblemNotes() {
  const local = useLocalMedia();
  const mic = problemWith(useLocal((state) => state.mic));
  const camera = problemWith(useLocal((state) => state.camera));
  if (mic !== undefined && mic === camera) {
    return <Note device="both" problem={mic} again={() => void local.startBoth()} />;
  }
  return (
    <>
      {mic && <Note device="mic" problem={mic} again={() => void local.start('mic')} />}
      {camera && <Note device="camera" problem={camera} again={() => void local.start('camera')} />}
      <TakenNotes />
    </>
  );
}

/** Says which device the system keeps from this page for now. */
function TakenNotes() {
  const { t } = useTranslation();
  const mic = useLocal((state) => isTaken(state.mic));
  const camera = useLocal((state) => isTaken(state.camera));
  return (
    <output className="flex flex-col gap-2 rounded-control bg-amber-soft p-3 text-sm text-amber-text empty:hidden">
      {mic && <span>{t('media.micTaken')}</span>}
      {camera && <span>{t('media.cameraTaken')}</span>}
    </output>
  );
}

function problemWith(capture: Capture): DeviceProblem | undefined {
  return capture.state === 'failed' ? capture.problem : undefined;
}

interface NoteProps {
  readonly device: 'mic' | 'camera' | 'both';
  readonly problem: DeviceProblem;
  readonly again: () => void;
}

function Note({ device, problem, again }: NoteProps) {
  const { t } = useTranslation();
  return (
    <output className="flex flex-col items-start rounded-control bg-amber-soft p-3 pb-1 text-sm text-amber-text">
      <span className="flex items-start gap-2 pb-1">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        {t(`deviceError.${device}.${problem}`)}
      </span>
      {problem !== 'insecure' && (
        <Button look="quiet" onPress={again}>
          <RotateCcw aria-hidden="true" className="size-4" />
          {t('app.tryAgain')}
        </Button>
      )}
    </output>
  );
}
