import type { Endpoint } from '../core/endpoint.ts';
import { accountEndpoints } from './account/contract.ts';
import { ownAccountEndpoints } from './account/ownContract.ts';
import { bringChatFile, chatFile } from './chat/contract.ts';
import { contentsFile, roomContents } from './contents/contract.ts';
import { createRoom, requestTicket, roomInfo } from './room/contract.ts';
import { openApi, serverInfo } from './server/contract.ts';
import { bringPresentation, presentationPart } from './slides/contract.ts';
import { boardPicture, bringPicture } from './whiteboard/contract.ts';

/** All endpoints: documents, the fuzz and the access matrix are made from this list. */
export const endpoints: readonly Endpoint[] = [
  serverInfo,
  openApi,
  createRoom,
  roomInfo,
  requestTicket,
  roomContents,
  contentsFile,
  bringChatFile,
  chatFile,
  bringPresentation,
  presentationPart,
  bringPicture,
  boardPicture,
  ...accountEndpoints,
  ...ownAccountEndpoints,
];
