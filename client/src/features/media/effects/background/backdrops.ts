import { ownPicture } from './ownPicture.ts';

type Picture = HTMLCanvasElement | HTMLImageElement | ImageBitmap;

/** The background behind the person. */
export interface Backdrop {
  paint(context: CanvasRenderingContext2D, camera: Picture): void;
}

/** Upper and lower colour of each plain wall. */
const walls = {
  sage: ['#8fae9b', '#4c6a59'],
  dusk: ['#3b4a6b', '#1b2233'],
  sand: ['#e2d3b8', '#b79d74'],
} as const;

/** Backgrounds that need no picture. */
const wallNames = ['sage', 'dusk', 'sand'] as const;

/** @throws when the person's own picture is missing */
export async function createBackdrop(background: string): Promise<Backdrop> {
  const wall = wallNames.find((name) => name === background);
  if (wall) return { paint: (context) => paintWall(context, walls[wall]) };
  if (background === 'own') return pictureBackdrop(await ownPicture());
  return blurBackdrop();
}

function paintWall(context: CanvasRenderingContext2D, [above, below]: readonly [string, string]): void {
  const { width, height } = context.canvas;
  const paint = context.createLinearGradient(0, 0, 0, height);
  paint.addColorStop(0, above);
  paint.addColorStop(1, below);
  context.fillStyle = paint;
  context.fillRect(0, 0, width, height);
}

function pictureBackdrop(picture: ImageBitmap): Backdrop {
  return {
    paint(context) {
      const { width, height } = context.canvas;
      const scale = Math.max(width / picture.width, height / picture.height);
      const [wide, high] = [picture.width * scale, picture.height * scale];
      context.drawImage(picture, (width - wide) / 2, (height - high) / 2, wide, high);
    },
  };
}

/** Blurs by scaling down and up: cheaper than a filter, and possible in every browser. */
function blurBackdrop(): Backdrop {
  const small = document.createElement('canvas');
  const tiny = document.createElement('canvas');
  const shrink = (canvas: HTMLCanvasElement, from: CanvasImageSource, width: number, height: number) => {
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.imageSmoothingQuality = 'high';
    context.drawImage(from, 0, 0, width, height);
  };
  return {
    paint(context, camera) {
      const { width, height } = context.canvas;
      shrink(tiny, camera, Math.ceil(width / 36), Math.ceil(height / 36));
      shrink(small, tiny, Math.ceil(width / 9), Math.ceil(height / 9));
      context.imageSmoothingQuality = 'high';
      context.drawImage(small, 0, 0, width, height);
    },
  };
}
