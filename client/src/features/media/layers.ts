/** Lines of each simulcast layer of a 720p camera. */
const lines = [180, 360, 720] as const;
/** How much a layer may be blown up before the next is worth its bits. */
const stretch = 1.15;
/** How far below that a picture must shrink before less is sent: a panel that is dragged must not make it flicker. */
const slack = 0.85;

export type SpatialLayer = 0 | 1 | 2;

/** The layer for a picture of so many device pixels in height; `before` is the one it has now. */
export function layerFor(pixelLines: number, before?: SpatialLayer): SpatialLayer {
  const wanted = smallest(pixelLines);
  if (before === undefined || wanted >= before) return wanted;
  const eased = smallest(pixelLines / slack);
  return eased < before ? eased : before;
}

function smallest(pixelLines: number): SpatialLayer {
  if (pixelLines <= lines[0] * stretch) return 0;
  return pixelLines <= lines[1] * stretch ? 1 : 2;
}

/** How many lines of a 16:9 picture are needed to fill (cover) or fit into (contain) a box of CSS pixels. */
export function linesFor(box: { readonly width: number; readonly height: number }, fit: 'cover' | 'contain'): number {
  const byWidth = (box.width * 9) / 16;
  return fit === 'cover' ? Math.max(box.height, byWidth) : Math.min(box.height, byWidth);
}
