import { bringPrepared } from '@plenum/shared/api/space/prepared';
import { addressOf } from '@plenum/shared/core/endpoint';
import { useEffect, useRef, useState } from 'react';
import { refusalOf, sendSlides, type SlideState } from '../../app/slideUpload.ts';

/** One upload of slides for a space. */
export interface SlideUpload {
  readonly name: string;
  readonly state: SlideState;
}

/** Uploads slides for a space, one upload at a time; it ends when the page closes. */
export function useSlideUpload(space: string, onDone: () => void) {
  const [upload, setUpload] = useState<SlideUpload>();
  const request = useRef<XMLHttpRequest>(undefined);
  useEffect(() => () => request.current?.abort(), []);
  const begin = (files: readonly File[]) => {
    const [first] = files;
    if (!first) return;
    const { name } = first;
    const reason = refusalOf(files);
    if (reason) return setUpload({ name, state: { stage: 'refused', reason } });
    setUpload({ name, state: { stage: 'sending', sent: 0, of: 1 } });
    const sending = new XMLHttpRequest();
    request.current = sending;
    sendSlides(sending, {
      files,
      address: (query) => addressOf(bringPrepared, { params: { space }, query }),
      change(state) {
        setUpload({ name, state });
        if (state.stage !== 'done') return;
        setUpload(undefined);
        onDone();
      },
    });
  };
  const cancel = () => {
    request.current?.abort();
    setUpload(undefined);
  };
  return { upload, begin, cancel };
}
