const mebibyte = 1024 * 1024;

/**
 * Memory that ten members without reading can occupy, in MiB: 1 MB waits for each at the most, and one frame more; 4 MiB of the
 * room's events are kept for catching up; the rest is what the heaps of the server and of its database have not given back.
 */
export const unreadMiB = 40;

/** Longest time in which the server answers nobody else, in ms: work for hundreds goes in turns of 8 ms, one of which may be twice as long. */
export const pauseMs = 50;

/**
 * What one room can add to the database's files in so many seconds, in MiB. Ration of the room: 16 MiB at once and
 * 256 kB a second, in a minute 31; each of four members beside it: 32 kB at once and 1 kB a second; in a minute 31.4 in all.
 * The database takes a tenth more for its pages and indexes, and its write-ahead log, which counts as well, is 4 MiB between
 * two checkpoints and one append longer: in a minute 39.5.
 */
export function logMiB(seconds: number): number {
  const [members, pages, aheadMiB] = [4, 1.1, 5];
  const rationMiB = 16 + seconds / 4 + (members * (32 + seconds)) / 1024;
  return rationMiB * pages + aheadMiB;
}

/**
 * How many answers one line can have in so many seconds to messages of so many bytes: its allowance is 8 MiB at once and
 * 1 MiB a second. Some more for frames that are as long as the message and a header.
 */
export function answers(seconds: number, bytes: number): number {
  return Math.ceil(((8 + seconds) * mebibyte) / bytes) + 1;
}
