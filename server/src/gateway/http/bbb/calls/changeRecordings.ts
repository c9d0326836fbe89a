import { AppError } from '@plenum/shared/core/errors';
import { type Call, success } from '../call.ts';
import { Failed } from '../failure.ts';
import type { BbbParts } from '../ports.ts';
import type { Parameters } from '../query.ts';
import { listIn, metadataOf } from '../reading.ts';

type Parts = Pick<BbbParts, 'recordings'>;

/** The ids of the recordings that a call is about. @throws Failed `missingParamRecordID` */
function recordIdsOf(parameters: Parameters): readonly string[] {
  const ids = listIn(parameters, 'recordID');
  if (ids.length === 0) throw new Failed('missingParamRecordID', 'You must specify a recordID.');
  return ids;
}

/** @throws Failed `notFound` when none of the recordings is there */
function requireSome(count: number): void {
  if (count === 0) throw new Failed('notFound', 'We could not find recordings');
}

/** Publishes recordings, or takes them back. */
export function publishRecordings({ recordings }: Parts): Call {
  return {
    name: 'publishRecordings',
    methods: ['GET'],
    bodies: [],
    signed: 'checksum',
    async handle({ owner, parameters }) {
      const recordIds = recordIdsOf(parameters);
      const publish = parameters.get('publish')?.toLowerCase() ?? '';
      if (publish === '') {
        throw new Failed('missingParamPublish', 'You must specify a publish value true or false.');
      }
      if (publish !== 'true' && publish !== 'false') {
        throw new Failed('validationError', 'Publish must be a boolean value (true or false)');
      }
      const published = publish === 'true';
      requireSome(await recordings.publish({ owner, recordIds }, published));
      return { nodes: [success, ['published', published]] };
    },
  };
}

/** Moves recordings to the bin. */
export function deleteRecordings({ recordings }: Parts): Call {
  return {
    name: 'deleteRecordings',
    methods: ['GET'],
    bodies: [],
    signed: 'checksum',
    async handle({ owner, parameters }) {
      requireSome(await recordings.remove({ owner, recordIds: recordIdsOf(parameters) }));
      return { nodes: [success, ['deleted', true]] };
    },
  };
}

/** Changes the metadata of recordings. */
export function updateRecordings({ recordings }: Parts): Call {
  return {
    name: 'updateRecordings',
    methods: ['GET', 'POST'],
    bodies: ['form'],
    signed: 'checksum',
    async handle({ owner, parameters }) {
      const recordIds = recordIdsOf(parameters);
      const count = await recordings.describe({ owner, recordIds }, metadataOf(parameters)).catch((error: unknown) => {
        if (error instanceof AppError && error.bound === 'metadata') throw new Failed('validationError', error.message);
        throw error;
      });
      requireSome(count);
      return { nodes: [success, ['updated', true]] };
    },
  };
}
