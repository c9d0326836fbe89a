import { browserStorage } from '../../../../core/storage.ts';

const place = 'plenum.background';
const largest = { width: 1_280, height: 720 } as const;

/** True when this browser has stored an own picture. */
export function hasOwnPicture(): boolean {
  return browserStorage.load(place) !== undefined;
}

/** Stores a picture in this browser, scaled down; it is never sent as a file. @throws when it is no picture */
export async function keepOwnPicture(file: Blob): Promise<void> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, Math.max(largest.width / picture.width, largest.height / picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  browserStorage.save(place, canvas.toDataURL('image/jpeg', 0.8));
}

/** The stored picture. @throws when there is none */
export async function ownPicture(): Promise<ImageBitmap> {
  const image = new Image();
  image.src = browserStorage.load(place) ?? '';
  await image.decode();
  return createImageBitmap(image);
}
