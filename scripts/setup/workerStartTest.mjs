import { spawn } from 'node:child_process';

/**
 * Tests whether the binary runs on this machine: starts it as mediasoup does, waits until it reports "running" under its
 * process id on the channel, and kills it. Resolves to undefined when it ran, else to the reason in a few words.
 */
export function testWorkerStart(binary, version, timeoutMs = 5000) {
  return new Promise((resolve) => {
    const child = spawn(binary, [], {
      env: { ...process.env, MEDIASOUP_VERSION: version },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    let heard = '';
    let complaint = '';
    let settled = false;

    function settle(problem) {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      child.kill('SIGKILL');
      for (const stream of child.stdio) stream?.destroy();
      resolve(problem);
    }

    const timer = setTimeout(() => settle(`it said nothing within ${timeoutMs / 1000} s`), timeoutMs);
    child.stderr?.on('data', (data) => (complaint += data));
    // The notification is a flatbuffer addressed to the process id, in plain digits.
    child.stdio[4]?.on('data', (data) => {
      heard += data.toString('latin1');
      if (heard.includes(String(child.pid))) settle(undefined);
    });
    for (const stream of child.stdio) stream?.on('error', () => {});
    child.once('error', (error) => settle(`it could not be started (${error.code ?? error.message})`));
    child.once('close', (code, signal) => {
      const last = complaint.trim().split('\n').pop();
      settle(`it ended at once with ${signal ?? `code ${code}`}${last ? `: ${last}` : ''}`);
    });
  });
}
