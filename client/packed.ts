import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Types whose bytes are not compressed already. */
const compressible = /\.(?:js|mjs|css|svg|json|webmanifest|wasm|tflite|binarypb|bcmap|icc|pfb|ttf)$/;
/** What is smaller fits into one packet as it is. */
const leastBytes = 1_024;
/** Brotli takes ten times as long for its last 3 %, and the first start waits: only what every visitor loads gets them. */
const bestForm = /\.(?:js|css|svg|webmanifest)$/;

/**
 * Writes each file of the build a second and a third time, compressed as `.br` and `.gz`: the server sends them as they
 * are, so that a request costs it no compression.
 */
export function packed(): Plugin {
  let folder = '';
  return {
    name: 'plenum:packed',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = resolve(root, build.outDir);
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true });
      await Promise.all(names.filter((name) => compressible.test(name)).map((name) => pack(join(folder, name))));
    },
  };
}

async function pack(path: string): Promise<void> {
  const plain = await readFile(path);
  if (plain.length < leastBytes) return;
  const quality = bestForm.test(path) ? constants.BROTLI_MAX_QUALITY : 9;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  const forms = [
    ['.br', await promisify(brotliCompress)(plain, { params })],
    ['.gz', await promisify(gzip)(plain, { level: 9 })],
  ] as const;
  // A form that saves nothing is left out: the plain file is sent.
  for (const [ending, bytes] of forms) if (bytes.length < plain.length * 0.95) await writeFile(path + ending, bytes);
}
