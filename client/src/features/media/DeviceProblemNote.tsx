import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import type { Kind } from './LocalMedia.ts';
import { useLocal, useLocalMedia } from './localMediaContext.ts';

/** Says why a device does not work and offers to try again; nothing while it works. */
export function DeviceProblemNote({ kind }: { readonly kind: Exclude<Kind, 'screen'> }) {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const capture = useLocal((state) => state[kind]);
  if (capture.state !== 'failed') return null;
  return (
    <output className="flex flex-col items-start gap-1 rounded-control bg-amber-soft p-3 text-sm text-amber-text">
      <span className="flex items-start gap-2">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        {t(`deviceError.${kind}.${capture.problem}`)}
      </span>
      {capture.problem !== 'insecure' && (
        <Button look="quiet" onPress={() => void local.start(kind)}>
          {t('app.tryAgain')}
        </Button>
      )}
    </output>
  );
}
