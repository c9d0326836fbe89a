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
 * thumbnails too; 5 every picture. Where even sound alone does not fit: 6 all voices at once but two, 7 but one, because
 * one voice that is whole can be understood, and several with gaps cannot.
 */
export type ShedLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
export const mostShed: ShedLevel = 7;
/** From this level on, there are no pictures. */
export const noPictures: ShedLevel = 5;
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
  if (level >= noPictures) return undefined;
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
  if (level >= noPictures) return 'none';
  return level < shedsPictures ? 'smaller' : 'some';
}

/** How many voices are heard at once at this level, at most. */
export function voicesAt(level: ShedLevel): number {
  if (level <= noPictures) return Number.POSITIVE_INFINITY;
  return level < mostShed ? 2 : 1;
}

/**
 * Sound that waits for longer than this on one half of its way is dropped, in ms: each packet that is not sent to everybody
 * shortens the queue for the next. Nobody can talk with a person who hears them later than the larger one (ITU-T G.114). A
 * key frame to hundreds makes sound wait for 0.2 s; without pictures, nothing but a queue does.
 */
export function latestSoundMs(level: ShedLevel): number {
  return level < noPictures ? 400 : 150;
}

function placeOf(priority: number | undefined): 'stage' | 'grid' | 'thumbnail' {
  if (priority === undefined) return 'grid';
  if (priority >= stagePriority) return 'stage';
  return priority <= thumbnailPriority ? 'thumbnail' : 'grid';
}
