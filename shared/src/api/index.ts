import type { Endpoint } from '../core/endpoint.ts';
import { accountEndpoints } from './account/contract.ts';
import { homeEndpoints } from './account/homeContract.ts';
import { ownAccountEndpoints } from './account/ownContract.ts';
import { bringChatFile, chatFile } from './chat/contract.ts';
import { contentsFile, roomContents } from './contents/contract.ts';
import * as integration from './integration/contract.ts';
import { lookAtEntry, redeemEntry } from './join/contract.ts';
import { createRoom, requestTicket, roomInfo } from './room/contract.ts';
import { openApi, serverInfo } from './server/contract.ts';
import { listMeetings, readMeeting } from './meeting/contract.ts';
import * as embedding from './embedding/contract.ts';
import * as plan from './plan/contract.ts';
import * as operator from './operator/contract.ts';
import { clientEndpoints } from './operator/clientContract.ts';
import { readNotice } from './operator/noticeContract.ts';
import * as operatorServer from './operator/serverContract.ts';
import * as organisation from './organisation/contract.ts';
import { readLogo, removeLogo, setLogo } from './organisation/logoContract.ts';
import * as copies from './recording/copies.ts';
import * as recording from './recording/contract.ts';
import { bringPresentation, presentationPart } from './slides/contract.ts';
import * as space from './space/contract.ts';
import * as prepared from './space/prepared.ts';
import { listTiers, removeTier, setTier } from './tier/contract.ts';
import * as webhook from './webhook/contract.ts';
import { boardPicture, bringPicture } from './whiteboard/contract.ts';

/** All endpoints: documents, the fuzz and the access matrix are made from this list. */
export const endpoints: readonly Endpoint[] = [
  serverInfo,
  openApi,
  createRoom,
  roomInfo,
  requestTicket,
  lookAtEntry,
  redeemEntry,
  roomContents,
  contentsFile,
  bringChatFile,
  chatFile,
  bringPresentation,
  presentationPart,
  bringPicture,
  boardPicture,
  listTiers,
  setTier,
  removeTier,
  organisation.listOrganisations,
  organisation.createOrganisation,
  organisation.readOrganisation,
  organisation.changeOrganisation,
  organisation.listMembers,
  organisation.changeMember,
  organisation.removeMember,
  organisation.invite,
  organisation.listInvitations,
  organisation.revokeInvitation,
  organisation.lookAtInvitation,
  organisation.acceptInvitation,
  organisation.createKey,
  organisation.listKeys,
  organisation.revokeKey,
  integration.createBbbSecret,
  integration.listBbbSecrets,
  integration.revokeBbbSecret,
  embedding.readEmbedding,
  embedding.createSigningKey,
  embedding.revokeSigningKey,
  embedding.setOrigins,
  embedding.addPlatform,
  embedding.removePlatform,
  organisation.readUsage,
  organisation.readAudit,
  setLogo,
  removeLogo,
  readLogo,
  space.listSpaces,
  space.createSpace,
  space.readSpace,
  space.changeSpace,
  space.removeSpace,
  space.renewCode,
  space.addHost,
  space.removeHost,
  prepared.listPrepared,
  prepared.addPrepared,
  prepared.changePrepared,
  prepared.removePrepared,
  prepared.bringPrepared,
  space.lookAtSpace,
  space.enterSpace,
  plan.listPlans,
  plan.createPlan,
  plan.changePlan,
  plan.removePlan,
  plan.listPlanGuests,
  plan.invitePlanGuests,
  plan.uninvitePlanGuest,
  plan.listNext,
  plan.readCalendar,
  operator.listAllOrganisations,
  operator.ruleOrganisation,
  operator.listLiveRooms,
  operator.endRoom,
  operator.tellRoom,
  operator.setNotice,
  operator.removeNotice,
  operator.readSetNotice,
  readNotice,
  operator.readAllAudit,
  operatorServer.readOverview,
  operatorServer.readTierUse,
  operatorServer.listAccounts,
  operatorServer.ruleAccount,
  operatorServer.signOutAccount,
  listMeetings,
  readMeeting,
  recording.listRecordings,
  recording.readRecording,
  recording.readRecordingLog,
  recording.recordingFile,
  recording.recordingCaptions,
  recording.recordingContent,
  recording.recordingPage,
  recording.changeRecording,
  recording.addCaptions,
  recording.removeCaptions,
  recording.cutRecording,
  recording.leaveOutOfRecording,
  recording.removeRecording,
  recording.restoreRecording,
  copies.listCopies,
  copies.makeCopy,
  copies.readCopy,
  copies.dropCopy,
  webhook.listWebhooks,
  webhook.createWebhook,
  webhook.changeWebhook,
  webhook.removeWebhook,
  webhook.listDeliveries,
  webhook.sendAgain,
  webhook.testWebhook,
  ...accountEndpoints,
  ...ownAccountEndpoints,
  ...homeEndpoints,
  ...clientEndpoints,
];
