import {
  isCamera,
  kindOfSource,
  type Layer,
  largestLayer,
  type Shown,
  type Source,
} from '@plenum/shared/features/media/contract';

/**
 * How much a worker gives up so that sound goes on, in this order: 0 nothing; 1 the largest layer of cameras; 2 all layers
 * but the smallest, at its lowest frame rate; 3 cameras that a viewer has neither on the stage nor as a thumbnail; 4 the
 * thumbnails too; 5 every picture.
 */
export type ShedLevel = 0 | 1 | 2 | 3 | 4 | 5;
export const mostShed: ShedLevel = 5;
/** From this level on, whole pictures are given up. */
export const shedsPictures: ShedLevel = 3;

/** The priority (`media:watch`) from which a picture is on the viewer's stage or shows a person who talks. */
const stagePriority = 150;
/** The priority up to which a picture is a thumbnail. */
const thumbnailPriority = 60;

/** A picture as its viewer asked for it. */
export interface Watched {
  readonly source: Source;
  readonly layer: Layer;
  /** Undefined: the viewer did not say. */
  readonly priority: number | undefined;
}

/** What a viewer gets of a picture. `calm`: only at the lowest frame rate. */
export interface Allowed {
  readonly layer: Layer;
  readonly calm: boolean;
}

/** What a viewer gets of one stream at this level; undefined: nothing. Sound is always allowed. */
export function allowedAt(level: ShedLevel, { source, layer, priority }: Watched): Allowed | undefined {
  const whole = { layer, calm: false };
  if (level === 0 || kindOfSource[source] === 'audio') return whole;
  if (level >= mostShed) return undefined;
  if (!isCamera(source)) return whole;
  const place = placeOf(priority);
  if (level >= 3 && place === 'grid') return undefined;
  if (level >= 4 && place === 'thumbnail') return undefined;
  if (level >= 2) return { layer: 0, calm: true };
  return { layer: Math.min(layer, largestLayer - 1), calm: false };
}

/** What people are told of a level. */
export function shownAt(level: ShedLevel): Shown {
  if (level === 0) return 'all';
  if (level >= mostShed) return 'none';
  return level < shedsPictures ? 'smaller' : 'some';
}

function placeOf(priority: number | undefined): 'stage' | 'grid' | 'thumbnail' {
  if (priority === undefined) return 'grid';
  if (priority >= stagePriority) return 'stage';
  return priority <= thumbnailPriority ? 'thumbnail' : 'grid';
}
