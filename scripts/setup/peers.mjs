import { join } from 'node:path';
import { findProgram } from '../support/programs.mjs';
import { unpack } from './services.mjs';

/** The servers beside which Plenum is measured, as the variables that name them: Janus, unpacked from Debian's package. */
export async function providePeers({ env, out }) {
  const given = env.PLENUM_JANUS || findProgram('janus', env);
  if (given || !findProgram('dpkg-deb', env)) return { PLENUM_JANUS: given ?? '' };
  const folder = await unpack({ as: 'janus', find: async () => 'janus', purpose: 'compare servers', env, out });
  return { PLENUM_JANUS: join(folder, 'usr', 'bin', 'janus') };
}
