import { enterSpace, lookAtSpace, type SpaceSign } from '@plenum/shared/api/space/contract';
import type { WayIn } from '../../app/entry/wayIn.ts';
import { call } from '../../core/http.ts';
import { tabStorage } from '../../core/storage.ts';
import { codeInHash, infoOf, isWhole } from './spaceDoor.ts';

interface SpaceWay {
  readonly way: WayIn;
  /** The code of the link, or the one that was typed; an empty string without one. */
  readonly code: () => string;
  readonly type: (code: string) => void;
}

/**
 * The way by the address of a space. A code stands behind the #, `#code=abcd-…`, so that no server log ever has it. This tab
 * remembers the code, and the room of its seat for a reload.
 * @param onSign takes what the space tells each time
 */
export function wayToSpace(slug: string, onSign: (sign: SpaceSign) => void, base: string = location.origin): SpaceWay {
  const [roomAt, codeAt] = [`plenum.space.${slug}`, `plenum.code.${slug}`];
  const inLink = codeInHash(location.hash);
  if (inLink !== '') tabStorage.save(codeAt, inLink);
  const code = () => tabStorage.load(codeAt) ?? '';
  const way: WayIn = {
    id: `s/${slug}`,
    takeSecrets() {
      if (inLink !== '' && location.hash !== '') history.replaceState(history.state, '', location.pathname);
    },
    seatIn: () => tabStorage.load(roomAt),
    async look() {
      const sign = await call(base, lookAtSpace, { params: { slug } });
      onSign(sign);
      return infoOf(sign, isWhole(code()));
    },
    key: () => undefined,
    request({ name, identity }) {
      const typed = code();
      const input = { name, ...(identity !== undefined && { identity }), ...(typed !== '' && { code: typed }) };
      return call(base, enterSpace, { params: { slug }, input });
    },
    entered: ({ id }) => tabStorage.save(roomAt, id),
  };
  return { way, code, type: (typed) => tabStorage.save(codeAt, typed.trim()) };
}
