import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Appends to a file, which is made when it is missing. @throws the error of the file system */
export function appendText(path: string, text: string): void {
  appendFileSync(path, text, { mode: 0o600 });
}

/** Ends the last line of a file that a crash cut short; does nothing to a file that is missing. */
export function endLastLine(path: string): void {
  if (lastByteOf(path) !== undefined && lastByteOf(path) !== 0x0a) appendText(path, '\n');
}

/** Appends values as lines of JSON, after the end of a line. @throws the error of the file system */
export function appendLines(path: string, values: readonly object[]): void {
  endLastLine(path);
  appendText(path, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

function lastByteOf(path: string): number | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const { size } = fstatSync(file);
    const byte = Buffer.alloc(1);
    return size > 0 && readSync(file, byte, 0, 1, size - 1) === 1 ? byte[0] : undefined;
  } finally {
    closeSync(file);
  }
}
