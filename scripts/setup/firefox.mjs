import { findProgram, isExecutable } from '../support/programs.mjs';
import { StopError } from '../support/StopError.mjs';
import { ensurePackages } from './packages.mjs';

/** The path of the Firefox that tests drive beside Chromium: PLENUM_FIREFOX, or Debian's. */
export async function provideFirefox({ env, out }) {
  const given = env.PLENUM_FIREFOX;
  if (given) {
    if (isExecutable(given)) return given;
    throw new StopError(
      `PLENUM_FIREFOX is ${given}, which is no program. Set it to the path of a Firefox or remove it.`,
    );
  }
  await ensurePackages(['firefox-esr'], { purpose: 'run Firefox in tests', out });
  const found = findProgram('firefox-esr', env);
  if (found) return found;
  throw new StopError('Firefox is installed but not on the PATH. Set PLENUM_FIREFOX to the path of its program.');
}
