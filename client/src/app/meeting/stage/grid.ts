/** A space to fill with tiles, in CSS px. */
export interface GridSpace {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  /** Smallest tile width, unless the whole space is narrower. */
  readonly minWidth: number;
  readonly minHeight: number;
  /** Smallest width for a height of 1: how much a camera's sides may be cropped. */
  readonly squarest: number;
  /** Largest width for a height of 1. */
  readonly widest: number;
}

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Number of cells; fewer than people when their tiles would be too small. */
  readonly cells: number;
}

/** The grid with the largest tiles for this many people. It never overflows its space. */
export function bestGrid(people: number, space: GridSpace): Grid {
  for (let cells = people; cells > 1; cells -= 1) {
    const grid = largestTiles(cells, space);
    if (grid.tileWidth >= space.minWidth && grid.tileHeight >= space.minHeight) return grid;
  }
  return largestTiles(Math.min(people, 1), space);
}

function largestTiles(cells: number, space: GridSpace): Grid {
  let best: Grid = { columns: 0, rows: 0, tileWidth: 0, tileHeight: 0, cells };
  for (let columns = 1; columns <= cells; columns += 1) {
    const rows = Math.ceil(cells / columns);
    const width = (space.width - space.gap * (columns - 1)) / columns;
    const height = (space.height - space.gap * (rows - 1)) / rows;
    if (width <= 0 || height <= 0) continue;
    const tileWidth = Math.floor(Math.min(width, height * space.widest));
    const tileHeight = Math.floor(Math.min(height, width / space.squarest));
    if (tileWidth * tileHeight > best.tileWidth * best.tileHeight)
      best = { columns, rows, tileWidth, tileHeight, cells };
  }
  return best;
}

/** One row with as many tiles as fit. When people do not fit, the tiles fill the whole width. */
export function bestStrip(
  people: number,
  space: { readonly width: number; readonly height: number; readonly gap: number },
): Grid {
  const { width, height, gap } = space;
  const usual = Math.round(height * 1.5);
  const fit = Math.max(1, Math.floor((width + gap) / (usual + gap)));
  const cells = Math.min(people, fit);
  const stretched = Math.floor((width - gap * (cells - 1)) / Math.max(cells, 1));
  const tileWidth = people < fit ? usual : stretched;
  return { columns: cells, rows: 1, tileWidth: Math.min(tileWidth, width), tileHeight: height, cells };
}
