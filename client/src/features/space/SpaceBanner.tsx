import { space } from '@plenum/shared/features/space/contract';
import { Info } from 'lucide-react';
import { useHomeMeeting } from '../../app/stayContext.ts';
import { stateOf } from '../../core/store.ts';
import { Banner } from '../../ui/Banner.tsx';

/** The words that the program which opened the meeting shows all the time. */
export function SpaceBanner() {
  const words = useHomeMeeting((state) => stateOf(state, space)?.hosted?.banner);
  if (words === undefined) return null;
  return (
    <Banner tone="calm" icon={<Info />}>
      <span dir="auto" className="[overflow-wrap:anywhere]">
        {words}
      </span>
    </Banner>
  );
}
