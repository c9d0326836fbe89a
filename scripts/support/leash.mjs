import { Socket } from 'node:net';

// supervise.mjs loads this into every program that it starts, before the program's own code. When the starter is gone,
// even by kill -9, the pipe closes, and the program gets the signal on which it drains. Its own child programs inherit
// Node's flags but not the pipe: without the variable this file does nothing.
const fd = process.env.PLENUM_LEASH_FD;
delete process.env.PLENUM_LEASH_FD;

if (fd) {
  const pipe = new Socket({ fd: Number(fd), readable: true, writable: false });
  const starterGone = () => process.kill(process.pid, 'SIGTERM');
  pipe.once('error', () => {});
  pipe.once('close', starterGone);
  pipe.resume();
  // The pipe must not keep a finished program alive.
  pipe.unref();
}
