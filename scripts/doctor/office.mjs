import { tmpdir } from 'node:os';
import { run } from '../support/children.mjs';
import { inRoot } from '../support/paths.mjs';
import { findProgram } from '../support/programs.mjs';
import { fine, warning } from './finding.mjs';

/** Checks that office documents can be converted, and that the converter can be isolated. */
export async function checkOffice({ env }) {
  const shield = inRoot('server', 'src', 'conversion', 'shield.sh');
  const namespaces = ['--map-root-user', '--net', '--pid', '--fork', '--kill-child', '--mount'];
  const isShut =
    findProgram('unshare', env) !== undefined &&
    (await run('unshare', [...namespaces, 'sh', shield, tmpdir(), '--', 'true'], { env })).code === 0;
  const isThere = ['soffice', 'libreoffice'].some((name) => findProgram(name, env));
  if (env.PLENUM_OFFICE === 'off') return fine('Office documents are not converted (PLENUM_OFFICE)');
  if (!isThere)
    return warning('No LibreOffice: office documents are refused', 'Install libreoffice-impress, -writer and -calc.');
  if (isShut) return fine('Office documents are converted, and what people send is opened without network and files');
  return warning(
    'This system lets no program be shut in (user namespaces), so office documents are refused',
    'Allow user namespaces to the user of the server, or set PLENUM_OFFICE=always and read in the README what that means.',
  );
}
