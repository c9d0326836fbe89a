import { aside } from '@plenum/shared/core/aside';
import type { Effect } from '../effect.ts';
import { Compositor } from './Compositor.ts';
import { createSegmentation } from './segmentation.ts';

/** Blurs the background, or replaces it by a picture. @throws when this browser cannot */
export async function hideBackground(device: MediaStreamTrack, background: string): Promise<Effect> {
  const compositor = await Compositor.create(device, background);
  let life: 'starting' | 'on' | 'closed' = 'starting';
  const frames = new Worker(new URL('./frames.worker.ts', import.meta.url), { type: 'module' });
  const close = () => {
    life = 'closed';
    frames.terminate();
    compositor.close();
  };
  try {
    const segmentation = await createSegmentation();
    const first = Promise.withResolvers<void>();
    segmentation.onResults(({ segmentationMask }) => {
      if (life === 'closed') return;
      compositor.paint(segmentationMask);
      first.resolve();
    });
    let notBefore = 0;
    frames.addEventListener('message', () => {
      const begun = performance.now();
      if (life === 'closed' || begun < notBefore) return;
      const picture = compositor.next();
      if (!picture) return;
      notBefore = Number.POSITIVE_INFINITY;
      segmentation
        .send({ image: picture })
        .catch(first.reject)
        // A slow computer makes fewer pictures, so that half of its time is left for everything else.
        .finally(() => (notBefore = 2 * performance.now() - begun));
    });
    await first.promise;
    life = 'on';
    return {
      track: compositor.track,
      close() {
        close();
        aside(segmentation.close());
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}
