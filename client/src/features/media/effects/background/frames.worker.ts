// Browsers slow the timers of a background tab down to one a second, but not those of a worker.
setInterval(() => postMessage(0), 1_000 / 30);
