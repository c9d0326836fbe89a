import { breakout } from '@plenum/shared/features/breakout/contract';
import { useEffect, useState } from 'react';
import { useHome } from '../../../app/stayContext.ts';

type Talking = Readonly<Record<string, readonly string[]>>;

/** The members who talk in each room now; only members who manage rooms get this. */
export function useTalkingIn(): Talking {
  const home = useHome();
  const [talking, setTalking] = useState<Talking>({});
  useEffect(
    () =>
      home.onVolatile(breakout, 'talking', ({ room, members }) => {
        setTalking((before) => ({ ...before, [room]: members }));
      }),
    [home],
  );
  return talking;
}
