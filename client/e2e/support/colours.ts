import type { Person } from './person.ts';

/** How many different colours the sharpest picture of the page has: a page that was not painted has one. */
export function colours({ page }: Person): Promise<number> {
  return page.evaluate(() => {
    const canvas = [...document.querySelectorAll<HTMLCanvasElement>('section canvas.size-full')].at(-1);
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const seen = new Set<number>();
    for (let at = 0; at < data.length; at += 4 * 97) {
      seen.add(((data[at] ?? 0) << 16) + ((data[at + 1] ?? 0) << 8) + (data[at + 2] ?? 0));
    }
    return seen.size;
  });
}
