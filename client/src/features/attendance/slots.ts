import type { FeatureSlots } from '../../app/slots.ts';
import { useAttendanceEntry } from './useAttendanceEntry.tsx';

/** Saves a table of who was present and how long they talked. */
export const attendanceSlots: FeatureSlots = { name: 'attendance', useMore: useAttendanceEntry };
