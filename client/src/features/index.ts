import type { FeatureSlots } from '../app/slots.ts';
import { attendanceSlots } from './attendance/slots.ts';
import { awaySlots } from './away/slots.ts';
import { breakoutSlots } from './breakout/slots.ts';
import { chatSlots } from './chat/slots.ts';
import { durationSlots } from './duration/slots.ts';
import { handSlots } from './hand/slots.ts';
import { layoutSlots } from './layout/slots.ts';
import { lobbySlots } from './lobby/slots.ts';
import { mediaSlots } from './media/slots.ts';
import { moderationSlots } from './moderation/slots.ts';
import { pollSlots } from './poll/slots.ts';
import { presenceSlots } from './presence/slots.ts';
import { reactionSlots } from './reaction/slots.ts';
import { recordingSlots } from './recording/slots.ts';
import { spaceSlots } from './space/slots.ts';
import { timerSlots } from './timer/slots.ts';
import { whiteboardSlots } from './whiteboard/slots.ts';
import { slidesSlots } from './slides/slots.ts';

/** Every feature of the client, one line each. */
export const features: readonly FeatureSlots[] = [
  presenceSlots,
  moderationSlots,
  lobbySlots,
  chatSlots,
  mediaSlots,
  handSlots,
  reactionSlots,
  pollSlots,
  whiteboardSlots,
  breakoutSlots,
  slidesSlots,
  layoutSlots,
  awaySlots,
  attendanceSlots,
  timerSlots,
  durationSlots,
  recordingSlots,
  spaceSlots,
];
