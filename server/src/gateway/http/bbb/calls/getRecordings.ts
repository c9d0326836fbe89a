import type { RecordingState } from '@plenum/shared/api/recording/contract';
import type { ProgramRecording } from '../../../../storage/recordPorts.ts';
import { type Call, success } from '../call.ts';
import { Failed } from '../failure.ts';
import type { BbbParts } from '../ports.ts';
import type { Parameters } from '../query.ts';
import { listIn, metadataOf } from '../reading.ts';
import { isNodeName, type Node } from '../xml.ts';

/** The states of recordings, as BigBlueButton calls them. */
const stateNames = {
  recording: 'processing',
  ready: 'processed',
  published: 'published',
  unpublished: 'unpublished',
  deleted: 'deleted',
} as const satisfies Record<RecordingState, string>;

/** The most recordings of one page. */
const mostOnPage = 100;

/** The recordings of the owner. */
export function getRecordings({ recordings }: Pick<BbbParts, 'recordings'>): Call {
  return {
    name: 'getRecordings',
    methods: ['GET', 'POST'],
    bodies: ['form'],
    signed: 'checksum',
    async handle({ owner, parameters, origin }) {
      const page = pageIn(parameters);
      const found = await recordings.page({
        owner,
        meetingIds: listIn(parameters, 'meetingID'),
        recordIds: listIn(parameters, 'recordID'),
        states: statesIn(parameters),
        metadata: metadataOf(parameters),
        ...(page ?? { offset: 0, limit: Number.MAX_SAFE_INTEGER }),
      });
      const nodes = found.recordings.map((one): Node => ['recording', nodesOf(one, origin)]);
      const words: readonly Node[] = [
        ['messageKey', 'noRecordings'],
        ['message', 'There are not recordings for the meetings'],
      ];
      const pagination = page && paginationOf(page, found.total);
      return {
        nodes: [
          success,
          ['recordings', nodes],
          ...(nodes.length === 0 ? words : []),
          ...(pagination ? [pagination] : []),
        ],
      };
    },
  };
}

interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** The page that a request asks for; undefined for all. @throws Failed `validationError` */
function pageIn(parameters: Parameters): Page | undefined {
  const [offset = '', limit = ''] = [parameters.get('offset'), parameters.get('limit')];
  if (offset === '' && limit === '') return undefined;
  if (offset !== '' && !/^\d{1,9}$/.test(offset)) {
    throw new Failed('validationError', 'Offset must be an integral value of at least 0');
  }
  if (limit !== '' && !(/^\d{1,3}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= mostOnPage)) {
    throw new Failed('validationError', `Limit must be an integral value between 1 and ${mostOnPage}`);
  }
  return { offset: Number(offset), limit: limit === '' ? mostOnPage : Number(limit) };
}

function paginationOf({ offset, limit }: Page, total: number): Node {
  const pageable: readonly Node[] = [
    ['offset', offset],
    ['limit', limit],
    ['paged', true],
    ['unpaged', false],
  ];
  return [
    'pagination',
    [
      ['pageable', pageable],
      ['totalElements', total],
      ['empty', total === 0],
    ],
  ];
}

/** The states that a request asks for; those that people can see, where it names none. */
function statesIn(parameters: Parameters): readonly RecordingState[] {
  const listed = listIn(parameters, 'state').map((one) => one.toLowerCase());
  const wanted = listed.length === 0 ? ['published', 'unpublished'] : listed;
  const all = Object.entries(stateNames) as [RecordingState, string][];
  return all.flatMap(([state, name]) => (wanted.includes('any') || wanted.includes(name) ? [state] : []));
}

/** A recording as BigBlueButton answers it; the order counts. */
function nodesOf(recording: ProgramRecording, origin: string): readonly Node[] {
  const { parent, sequence, freeJoin, breakouts, startedAt, duration, bytes } = recording;
  const breakout: readonly Node[] = [
    ['parentId', parent ?? ''],
    ['sequence', sequence],
    ['freeJoin', freeJoin],
  ];
  return [
    ['recordID', recording.recordId],
    ['meetingID', recording.meetingId],
    ['internalMeetingID', recording.internalId],
    ['name', recording.name],
    ['isBreakout', parent !== undefined],
    ['published', recording.state === 'published'],
    ['state', stateNames[recording.state]],
    ['startTime', startedAt],
    ['endTime', startedAt + duration],
    ['participants', recording.participants],
    ['rawSize', bytes],
    ['size', bytes],
    [
      'metadata',
      Object.entries(recording.metadata).flatMap(([key, value]): Node[] =>
        isNodeName(key) ? [[key, { cdata: value }]] : [],
      ),
    ],
    ...(parent === undefined ? [] : [['breakout', breakout] as const]),
    ...(breakouts.length === 0 ? [] : [['breakoutRooms', breakouts.map((id): Node => ['breakoutRoom', id])] as const]),
    ['playback', recording.state === 'recording' ? [] : [formatOf(recording, origin)]],
  ];
}

/** The page on which a recording is played. */
function formatOf({ id, key, duration, bytes }: ProgramRecording, origin: string): Node {
  return [
    'format',
    [
      ['type', 'presentation'],
      ['url', `${origin}/recordings/${id}?key=${key}`],
      ['processingTime', 0],
      ['length', Math.round(duration / 60_000)],
      ['size', bytes],
    ],
  ];
}
