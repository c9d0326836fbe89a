import { checkCertificate } from './doctor/certificate.mjs';
import { examine, formatFinding } from './doctor/finding.mjs';
import { checkClock, checkDataFolder, checkOpenFiles, checkSocketBuffer } from './doctor/machine.mjs';
import { checkAnnouncedAddress, checkHttpPort, checkMediaPorts } from './doctor/network.mjs';
import { checkOffice } from './doctor/office.mjs';
import { checkDependencies, checkNode, checkWorker } from './doctor/programs.mjs';
import { checkRelay } from './doctor/relay.mjs';
import { readSettings } from './doctor/settings.mjs';
import { command } from './support/command.mjs';

const checks = [
  checkNode,
  checkDependencies,
  checkWorker,
  checkOffice,
  checkHttpPort,
  checkMediaPorts,
  checkAnnouncedAddress,
  checkRelay,
  checkCertificate,
  checkDataFolder,
  checkClock,
  checkOpenFiles,
  checkSocketBuffer,
];

await command(async () => {
  const { env } = process;
  const context = { env, settings: readSettings(env) };
  const findings = [];
  for (const check of checks) {
    for (const finding of await examine(check, context)) {
      findings.push(finding);
      process.stdout.write(`${formatFinding(finding)}\n`);
    }
  }
  const failures = findings.filter(({ mark }) => mark === '✗').length;
  const verdict = failures === 0 ? 'Plenum can run here.' : `${failures} to put right before Plenum can run here.`;
  process.stdout.write(`\n${verdict}\n`);
  return failures === 0 ? 0 : 1;
});
