import { Socket } from 'node:net';

// Loaded into every program that supervise.mjs starts, before its own code. The pipe closes when the starter is gone
// for whatever reason, kill -9 included; the program then gets the signal that it drains on. Programs of the program
// inherit Node's flags but not the pipe: without the variable this file does nothing.
const fd = process.env.PLENUM_LEASH_FD;
delete process.env.PLENUM_LEASH_FD;

if (fd) {
  const pipe = new Socket({ fd: Number(fd), readable: true, writable: false });
  const starterGone = () => process.kill(process.pid, 'SIGTERM');
  pipe.once('error', () => {});
  pipe.once('close', starterGone);
  pipe.resume();
  // The pipe shall not keep a finished program alive.
  pipe.unref();
}
