/** A file of an archive. `type` is the letter of its kind; `0`, a regular file, without one. */
export interface TarFile {
  name: string;
  body: Buffer;
  type?: string;
}

/** A tar archive of any names and types, in one go: what an attacker would send. */
export function tar(files: readonly TarFile[]): Buffer {
  const parts = files.flatMap(({ name, body, type = '0' }) => {
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 100), 0);
    header.write('0000600\0', 100);
    header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((all, byte) => all + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** The files of an archive. */
export function untar(bytes: Buffer): TarFile[] {
  const files: TarFile[] = [];
  for (let at = 0; bytes[at] !== 0; ) {
    const name = bytes.toString('latin1', at, at + 100).replace(/\0.*$/, '');
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8);
    files.push({ name, body: bytes.subarray(at + 512, at + 512 + size) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
