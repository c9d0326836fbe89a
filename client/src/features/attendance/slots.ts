import type { FeatureSlots } from '../../app/slots.ts';
import { useAttendanceEntry } from './useAttendanceEntry.tsx';

/** Who was here and how long they talked, as a file. */
export const attendanceSlots: FeatureSlots = { name: 'attendance', useMore: useAttendanceEntry };
