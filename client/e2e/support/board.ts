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

/** Lets everybody draw: in a new meeting only those who present do. */
export async function letEverybodyDraw(host: Person): Promise<void> {
  await host.click('More options for the whiteboard');
  await host.click('Who can draw', 'item');
  await host.click('Everyone with permission to draw', 'label');
  await host.click('Close');
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

/** The part of the page in view, by where the soft picture of the whole page lies in its box: `x,y,width,height`. */
export function viewOf({ page }: Person): Promise<string> {
  return page.evaluate(() => {
    const whole = document.querySelector('section[aria-label*=", page "] canvas')?.parentElement?.parentElement?.style;
    if (!whole) return '';
    const [left, top, width, height] = [whole.left, whole.top, whole.width, whole.height].map(Number.parseFloat);
    const [wide, high] = [1920 / ((width ?? 100) / 100), 1080 / ((height ?? 100) / 100)];
    return [(-(left ?? 0) / 100) * wide, (-(top ?? 0) / 100) * high, wide, high].map(Math.round).join();
  });
}

/** How many pixels are inked in a column of the board, between two heights (shares). */
export function inkIn({ page }: Person, x: number, from: number, to: number): Promise<number> {
  return page.evaluate(
    (share, top, bottom) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[role="application"] canvas');
      if (!canvas) return 0;
      const [y, height] = [Math.round(canvas.height * top), Math.round(canvas.height * (bottom - top))];
      const data = canvas.getContext('2d')?.getImageData(Math.round(canvas.width * share), y, 1, height).data ?? [];
      return Array.from(data).filter((value, index) => index % 4 === 3 && value > 128).length;
    },
    x,
    from,
    to,
  );
}

/** The colour of the board at a place, `r,g,b`; empty where nothing is drawn. */
export function colourAt({ page }: Person, [x, y]: Place): Promise<string> {
  return page.evaluate(
    (across, down) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[role="application"] canvas');
      const at = [Math.round((canvas?.width ?? 0) * across), Math.round((canvas?.height ?? 0) * down)] as const;
      const [red, green, blue, alpha] = canvas?.getContext('2d')?.getImageData(...at, 1, 1).data ?? [];
      return alpha ? [red, green, blue].join() : '';
    },
    x,
    y,
  );
}

/** A finger from here to there; with a second place, a second finger does the same. Lifts them. */
export async function swipe(person: Person, ...ways: readonly (readonly [from: Place, to: Place])[]): Promise<void> {
  const fingers = [];
  for (const [from] of ways) fingers.push(await person.page.touchscreen.touchStart(...(await pixelsOf(person, from))));
  for (let step = 1; step <= 8; step += 1) {
    for (const [index, [from, to]] of ways.entries()) {
      const at: Place = [from[0] + ((to[0] - from[0]) * step) / 8, from[1] + ((to[1] - from[1]) * step) / 8];
      await fingers[index]?.move(...(await pixelsOf(person, at)));
    }
  }
  for (const finger of fingers) await finger.end();
}

/** A pen that presses so hard (0 to 1) from here to there; `resting` happens while it is down. */
export async function penStroke(
  person: Person,
  { from, to, force }: { readonly from: Place; readonly to: Place; readonly force: number },
  resting: () => Promise<void> = async () => undefined,
): Promise<void> {
  const session = await person.page.createCDPSession();
  const send = async (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', at: Place) => {
    const [x, y] = await pixelsOf(person, at);
    const isDown = type !== 'mouseReleased';
    const pen = { pointerType: 'pen', button: 'left', buttons: isDown ? 1 : 0, force: isDown ? force : 0 } as const;
    await session.send('Input.dispatchMouseEvent', { type, x, y, clickCount: 1, ...pen });
  };
  await send('mousePressed', from);
  for (let step = 1; step <= 10; step += 1) {
    if (step === 5) await resting();
    await send('mouseMoved', [from[0] + ((to[0] - from[0]) * step) / 10, from[1] + ((to[1] - from[1]) * step) / 10]);
  }
  await send('mouseReleased', to);
  await session.detach();
}

/** Lets a file fall onto the board, as from a window beside the browser. */
export async function dropFile(person: Person, path: string, at: Place): Promise<void> {
  const session = await person.page.createCDPSession();
  const [x, y] = await pixelsOf(person, at);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      x,
      y,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  }
  await session.detach();
}
