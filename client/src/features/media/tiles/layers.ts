/** Lines of each simulcast layer of a 720p camera. */
const lines = [180, 360, 720] as const;
/** How much a layer may be enlarged before the next layer is worth its bandwidth. */
const stretch = 1.15;
/** Hysteresis: how far below that a picture must shrink before a smaller layer is used, so that dragging does not flicker. */
const slack = 0.85;

export type SpatialLayer = 0 | 1 | 2;

/** The layer for a picture of this height in device pixels; `before` is its present layer. */
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

/** Lines of a 16:9 picture that cover a box in CSS px, or fit into it. */
export function linesFor(box: { readonly width: number; readonly height: number }, fit: 'cover' | 'contain'): number {
  const byWidth = (box.width * 9) / 16;
  return fit === 'cover' ? Math.max(box.height, byWidth) : Math.min(box.height, byWidth);
}
