import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { createCanvas, Image, type SKRSContext2D } from '@napi-rs/canvas';
import { imageSize } from 'image-size';

/**
 * Runs in the shield: re-encodes each picture, so that nothing but pixels is left: no metadata of a camera, no second
 * file after the first. Writes `drawn/<n>.<type>`.
 */

const [mostSide = '', mostArea = '', longSide = '', ...files] = process.argv.slice(2);

type Written = 'png' | 'jpeg' | 'webp';

function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** The turns and mirrorings of EXIF orientations 2 to 8. */
function orient(context: SKRSContext2D, orientation: number, width: number, height: number): void {
  const turns: Readonly<Record<number, readonly [number, number, number, number, number, number]>> = {
    2: [-1, 0, 0, 1, width, 0],
    3: [-1, 0, 0, -1, width, height],
    4: [1, 0, 0, -1, 0, height],
    5: [0, 1, 1, 0, 0, 0],
    6: [0, 1, -1, 0, height, 0],
    7: [0, -1, -1, 0, height, width],
    8: [0, -1, 1, 0, 0, width],
  };
  const turn = turns[orientation];
  if (turn) context.transform(...turn);
}

async function draw(path: string, number: number): Promise<boolean> {
  const data = readFileSync(path);
  const { width, height, type, orientation = 1 } = imageSize(data);
  if (width < 1 || height < 1) throw new Error('The picture has no size.');
  if (Math.max(width, height) > Number(mostSide) || width * height > Number(mostArea)) return false;
  const picture = new Image();
  picture.src = data;
  await picture.decode();
  // An animation, or a header with a false size.
  if (picture.width * picture.height > Number(mostArea)) return false;
  const scale = Math.min(1, Number(longSide) / Math.max(picture.width, picture.height));
  const [wide, high] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ];
  // Decoders that apply the orientation have swapped the sides already.
  const turned = picture.width === width && picture.height === height ? orientation : 1;
  const isSideways = turned >= 5;
  const canvas = createCanvas(isSideways ? high : wide, isSideways ? wide : high);
  const context = canvas.getContext('2d');
  orient(context, turned, wide, high);
  context.drawImage(picture, 0, 0, wide, high);
  // AVIF becomes WebP, which saved documents and older browsers know, and which is small for photographs too.
  const written: Written = type === 'jpg' ? 'jpeg' : type === 'webp' || type === 'avif' ? 'webp' : 'png';
  const bytes = written === 'png' ? await canvas.encode('png') : await canvas.encode(written, 90);
  writeFileSync(`drawn/${number}.${written}`, bytes);
  say({ page: number, of: files.length, width: canvas.width, height: canvas.height, type: written });
  return true;
}

async function drawAll(): Promise<void> {
  for (const [index, path] of files.entries()) {
    if (!(await draw(path, index + 1))) return say({ refused: 'size' });
  }
  say({ done: true });
}

try {
  await drawAll();
} catch {
  say({ refused: 'broken' });
}
