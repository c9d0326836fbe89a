import type { Effect } from '../effects.ts';
import { Compositor } from './Compositor.ts';
import { createSegmentation } from './segmentation.ts';

/** Blurs what is behind the person, or puts a picture there. @throws when it cannot be done here */
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
    segmentation.onResults(({ image, segmentationMask }) => {
      if (life === 'closed') return;
      compositor.paint(image, segmentationMask);
      first.resolve();
    });
    let busy = false;
    frames.addEventListener('message', () => {
      // The muted camera is not looked at, and a slow computer makes fewer pictures instead of a queue of them.
      if (busy || life === 'closed' || !compositor.ready) return;
      busy = true;
      segmentation
        .send({ image: compositor.source })
        .catch(first.reject)
        .finally(() => (busy = false));
    });
    await first.promise;
    life = 'on';
    return {
      track: compositor.track,
      close() {
        close();
        void segmentation.close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}
