import { delimiter, dirname } from 'node:path';
import { provideCertificate } from './certificate.mjs';
import { provideChromium } from './chromium.mjs';
import { buildClient } from './clientBuild.mjs';
import { provideDataFolder } from './dataFolder.mjs';
import { installDependencies } from './dependencies.mjs';
import { provideFirefox } from './firefox.mjs';
import { findNode24 } from './node24.mjs';
import { provideServices } from './services.mjs';
import { provideWorker } from './worker.mjs';

/**
 * Prepares the checkout for the parts in `wanted` (any of data, certificate, worker, chromium, firefox, services, client).
 * Resolves to { node, env }: the Node for all programs, and their environment. Every step does nothing the second time;
 * steps that can fail because of a setting come before steps that take minutes.
 */
export async function setUp({ out, wanted, env: given = process.env }) {
  const asked = new Set(wanted);
  const env = { ...given };
  if (asked.has('data')) env.PLENUM_DATA = provideDataFolder({ env });
  if (asked.has('certificate')) Object.assign(env, await provideCertificate({ env, out }));
  await installDependencies({ out });
  const node = findNode24({ env });
  // Programs that start "node" themselves get the same Node.
  env.PATH = [dirname(node), env.PATH].filter(Boolean).join(delimiter);
  if (asked.has('worker')) env.MEDIASOUP_WORKER_BIN = await provideWorker({ env, out });
  if (asked.has('chromium')) env.PLENUM_CHROMIUM = await provideChromium({ env, out });
  if (asked.has('firefox')) env.PLENUM_FIREFOX = await provideFirefox({ env, out });
  if (asked.has('services')) Object.assign(env, await provideServices({ env, out }));
  if (asked.has('client')) await buildClient({ env, node, out });
  out.clear();
  return { node, env };
}
