import type { Call } from './call.ts';
import { createHook, destroyHook, listHooks, pingHooks } from './calls/hooks.ts';
import { create } from './calls/create.ts';
import { end } from './calls/end.ts';
import { getMeetingInfo, getMeetings, getSessions, isMeetingRunning } from './calls/info.ts';
import { insertDocument } from './calls/insertDocument.ts';
import { join } from './calls/join.ts';
import { getRecordings } from './calls/getRecordings.ts';
import { deleteRecordings, publishRecordings, updateRecordings } from './calls/changeRecordings.ts';
import { sendChatMessage } from './calls/sendChatMessage.ts';
import { feedback, getJoinUrl, learningDashboard, stuns } from './calls/sessions.ts';
import { getRecordingTextTracks, putRecordingTextTrack } from './calls/textTracks.ts';
import { version } from './calls/version.ts';
import type { BbbParts } from './ports.ts';

/** Every call of the API, one line each. A new call is one more file in `calls/` and one line here. */
export function callsOf(parts: BbbParts): readonly Call[] {
  return [
    version,
    create(parts),
    join(parts),
    isMeetingRunning(parts),
    getMeetingInfo(parts),
    getMeetings(parts),
    getSessions(parts),
    end(parts),
    insertDocument(parts),
    sendChatMessage(parts),
    getJoinUrl(parts),
    feedback(parts),
    learningDashboard(parts),
    stuns(parts),
    getRecordings(parts),
    publishRecordings(parts),
    deleteRecordings(parts),
    updateRecordings(parts),
    getRecordingTextTracks(parts),
    putRecordingTextTrack(parts),
    createHook(parts),
    destroyHook(parts),
    listHooks(parts),
    pingHooks,
  ];
}
