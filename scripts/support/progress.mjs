const wholeLine = '\r\x1b[K';

/**
 * Prints progress on stderr, because some commands promise a machine-readable stdout. On a terminal a running step
 * rewrites one line; elsewhere it prints a line every ten percent.
 */
export function createProgress(stream = process.stderr, now = Date.now) {
  const terminal = stream.isTTY ?? false;
  let shown = false;
  let lastTenth = -1;

  function clear() {
    if (shown) stream.write(wholeLine);
    shown = false;
  }

  function say(line) {
    clear();
    stream.write(`${line}\n`);
  }

  return {
    say,
    clear,

    /** A short remark: on a terminal the next one rewrites it, elsewhere it is not printed. */
    show(text) {
      if (!terminal) return;
      stream.write(`${wholeLine}${text.slice(0, (stream.columns || 80) - 1)}`);
      shown = true;
    },

    /** Progress of a long step; `share` runs from 0 to 1. */
    advance(share, text) {
      if (terminal) return this.show(text);
      const tenth = Math.floor(share * 10);
      if (tenth > lastTenth) say(text);
      lastTenth = Math.max(lastTenth, tenth);
    },

    /** Opens a step; the returned function closes it with a line that tells how long it took. */
    begin(text) {
      const started = now();
      lastTenth = -1;
      if (terminal) this.show(`${text} …`);
      else say(`${text} …`);
      return (result) => say(`✓ ${result} (${duration(now() - started)})`);
    },
  };
}

/** Milliseconds as a person would say them. */
export function duration(ms) {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
