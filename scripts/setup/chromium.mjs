import { findProgram, isExecutable } from '../support/programs.mjs';
import { StopError } from '../support/StopError.mjs';
import { ensurePackages } from './packages.mjs';

// The fonts show emoji and scripts beyond Latin correctly in screenshots.
const packages = ['chromium', 'fonts-noto-color-emoji', 'fonts-noto-core'];

/** The path of the Chromium that tests and bench drive: PLENUM_CHROMIUM, or Debian's. */
export async function provideChromium({ env, out }) {
  const given = env.PLENUM_CHROMIUM;
  if (given) {
    if (isExecutable(given)) return given;
    throw new StopError(
      `PLENUM_CHROMIUM is ${given}, which is no program. Set it to the path of a Chromium or remove it.`,
    );
  }
  await ensurePackages(packages, { purpose: 'run browsers in tests', out });
  const found = findProgram('chromium', env);
  if (found) return found;
  throw new StopError('Chromium is installed but not on the PATH. Set PLENUM_CHROMIUM to the path of its program.');
}
