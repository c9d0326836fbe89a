import { useMeeting } from '../../session.ts';
import { usePreference } from '../../preferences/preferences.ts';
import { usePeople } from './people.ts';
import { Tile } from './Tile.tsx';

const size = { width: 160, height: 90 };

/** The own picture, small in the corner, if the person wants it there. */
export function SelfView() {
  const [selfView] = usePreference('selfView');
  const me = useMeeting((state) => state.me.id);
  const people = usePeople();
  const member = people.find(({ id }) => id === me);
  if (selfView !== 'small' || !member || people.length === 1) return null;
  return (
    <ul className="pointer-events-none absolute right-2 bottom-2 z-10 [&>li]:pointer-events-auto [&>li]:shadow-float">
      <Tile subject={{ id: me, member }} style={size} place="corner" />
    </ul>
  );
}
