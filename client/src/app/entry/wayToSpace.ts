import { enterSpace, lookAtSpace } from '@plenum/shared/api/space/contract';
import { call } from '../../core/http.ts';
import { tabStorage } from '../../core/storage.ts';
import type { WayIn } from './wayIn.ts';

/** The way by the address of a space. A code stands behind the #, `#code=abcd-…`, so that no server log ever has it. */
export function wayToSpace(slug: string, base: string = location.origin): WayIn {
  const [roomAt, codeAt] = [`plenum.space.${slug}`, `plenum.code.${slug}`];
  return {
    id: slug,
    takeSecrets() {
      const code = new URLSearchParams(location.hash.slice(1)).get('code');
      if (code === null) return;
      tabStorage.save(codeAt, code.slice(0, 40));
      history.replaceState(history.state, '', location.pathname);
    },
    seatIn: () => tabStorage.load(roomAt),
    async look() {
      const { title, people, full, door, start, as } = await call(base, lookAtSpace, { params: { slug } });
      const hasCode = tabStorage.load(codeAt) !== undefined;
      const mayStart = as !== 'none' || start === 'everyone' || (start === 'members' && hasCode);
      // Before the meeting has begun, the door is closed to those who may not begin it.
      const sign = as !== 'none' ? 'open' : people === 0 && !mayStart ? 'closed' : door;
      return { id: slug, title, people, full, door: sign };
    },
    key: () => undefined,
    request({ name, identity }) {
      const code = tabStorage.load(codeAt);
      const input = { name, ...(identity !== undefined && { identity }), ...(code !== undefined && { code }) };
      return call(base, enterSpace, { params: { slug }, input });
    },
    entered: ({ id }) => tabStorage.save(roomAt, id),
  };
}
