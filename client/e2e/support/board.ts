import type { Person } from './person.ts';

/** A place on the board: shares of its width and height. */
export type Place = readonly [number, number];

/** The board under somebody's mouse. */
async function pixelsOf({ page }: Person, [x, y]: Place): Promise<[number, number]> {
  const board = await page.waitForSelector('[role="application"]');
  const box = await board?.boundingBox();
  if (!box) throw new Error('The board is not to be seen.');
  return [box.x + box.width * x, box.y + box.height * y];
}

/** Puts the pointer down there. */
export async function press(person: Person, at: Place): Promise<void> {
  await person.page.mouse.move(...(await pixelsOf(person, at)));
  await person.page.mouse.down();
}

/** Draws on to there with the pointer down. */
export async function drawTo(person: Person, to: Place, steps: number = 12): Promise<void> {
  await person.page.mouse.move(...(await pixelsOf(person, to)), { steps });
}

export async function lift({ page }: Person): Promise<void> {
  await page.mouse.up();
}

/** A key for the board, which gets the focus first. */
export async function boardKey(
  { page }: Person,
  ...keys: Parameters<Person['page']['keyboard']['press']>[0][]
): Promise<void> {
  await page.focus('[role="application"]');
  for (const key of keys.slice(0, -1)) await page.keyboard.down(key);
  await page.keyboard.press(keys.at(-1) ?? 'Escape');
  for (const key of keys.slice(0, -1).toReversed()) await page.keyboard.up(key);
}

/** What is painted on the board, without what is selected: its size and a digest. Equal texts are equal pixels. */
export function painted({ page }: Person): Promise<string> {
  return page.evaluate(async () => {
    const canvas = document.querySelector<HTMLCanvasElement>('[role="application"] canvas');
    if (!canvas) return 'no board';
    const { data, width, height } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    if (!data) return 'no pixels';
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
    return `${width}x${height} ${Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  });
}

/** Waits until that many shapes are on the page. */
export function seesShapes(person: Person, count: number): Promise<void> {
  return person.reads(count === 1 ? '1 shape on this page.' : `${count} shapes on this page.`);
}
