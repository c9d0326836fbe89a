import type { FeatureDoor } from '../app/door.ts';
import { mediaDoor } from './media/door.tsx';

/** What features have before the meeting. It is part of the first load: a feature belongs here only for that. */
export const doors: readonly FeatureDoor[] = [mediaDoor];
