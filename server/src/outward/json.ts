import { bytesOf, type Outward } from './ports.ts';

const types = ['application/json', 'application/jwk-set+json'];
const mostBytes = 256 * 1024;

/** Reads JSON of at most 256 kB at a stranger's address. @throws OutwardError; Error for another status than 200; SyntaxError */
export async function readJson(outward: Outward, url: string): Promise<unknown> {
  const { status, bytes } = await bytesOf(outward, { method: 'GET', url, types, bounds: { bytes: mostBytes } });
  if (status !== 200) throw new Error(`${new URL(url).host} answered ${status}.`);
  return JSON.parse(bytes.toString());
}
