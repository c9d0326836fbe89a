// A page in the background has its own timers slowed down to one a second; those of a worker go on.
setInterval(() => postMessage(0), 1_000 / 30);
