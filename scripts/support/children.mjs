import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const running = new Set();
let stoppedBy;

function onSignal(signal) {
  stoppedBy = signal;
  for (const child of running) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
}

function add(child) {
  if (running.size === 0) for (const signal of signals) process.on(signal, onSignal);
  running.add(child);
}

function remove(child) {
  running.delete(child);
  // Without running helpers, the next step's own handler gets the signals.
  if (running.size === 0) for (const signal of signals) process.off(signal, onSignal);
}

/** The exit code by the shell's convention: 128 plus the signal's number for a killed process. */
export function exitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/**
 * Starts a short helper (npm, ninja, apt) that must not outlive us: a signal to us ends it first, then us.
 * `onLine` gets each line of its output; resolves to { code, signal, output }, output being the last 200 lines.
 */
export function run(command, args, { onLine = () => {}, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const lines = [];
    add(child);
    for (const stream of child.stdio.slice(1).filter(Boolean)) {
      eachLine(stream, (line) => {
        lines.push(line);
        if (lines.length > 200) lines.shift();
        onLine(line);
      });
    }
    child.once('error', (error) => {
      remove(child);
      reject(error);
    });
    child.once('close', (code, signal) => {
      remove(child);
      if (stoppedBy) process.exit(exitCode(null, stoppedBy));
      resolve({ code, signal, output: lines.join('\n') });
    });
  });
}

/** The end of a tool's output, enough to see what went wrong without scrolling. */
export const tailOf = (output, count = 15) => output.trimEnd().split('\n').slice(-count).join('\n');

function eachLine(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const lines = (rest + text).split(/\r?\n|\r/);
    rest = lines.pop();
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => rest && onLine(rest));
}
