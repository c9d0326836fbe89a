import { Inside as InsideOfHouse } from './app/Inside.tsx';
import { HouseContext } from './app/house.ts';
import type { Session } from './core/session.ts';
import { features } from './features/index.ts';

/** All features of a meeting. */
export const house = { features };

/** Everything behind the door with all features: one chunk, loaded while a person types their name. */
export function Inside({ session }: { readonly session: Session }) {
  return (
    <HouseContext value={house}>
      <InsideOfHouse session={session} />
    </HouseContext>
  );
}
