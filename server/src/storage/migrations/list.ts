import type { Migration } from 'kysely/migration';
import type { Dialect } from '../schema.ts';
import { first } from './0001-first.ts';
import { boxes } from './0002-boxes.ts';
import { families } from './0003-families.ts';
import { keys } from './0004-keys.ts';
import { compaction } from './0005-compaction.ts';
import { readers } from './0006-readers.ts';
import { versions } from './0007-versions.ts';
import { identity } from './0008-identity.ts';
import { records } from './0009-records.ts';
import { operators } from './0010-operators.ts';
import { spaces } from './0012-spaces.ts';
import { recordings } from './0013-recordings.ts';
import { integrations } from './0014-integrations.ts';
import { webhooks } from './0015-webhooks.ts';
import { embedding } from './0016-embedding.ts';
import { nodes } from './0017-nodes.ts';
import { recordingBounds } from './0018-recordings.ts';
import { provider } from './0019-provider.ts';
import { programRecordings } from './0021-program-recordings.ts';
import { planGuests } from './0027-plan-guests.ts';
import { ownLtiAddresses } from './0022-own-lti-addresses.ts';
import { recordingCopies } from './0026-recording-copies.ts';

/** Every change of the tables, oldest first. Never edit a released migration: add one. */
export function migrations(dialect: Dialect): Record<string, Migration> {
  return {
    '0001-first': first(dialect),
    '0002-boxes': boxes(dialect),
    '0003-families': families(),
    '0004-keys': keys(),
    '0005-compaction': compaction(dialect),
    '0006-readers': readers(dialect),
    '0007-versions': versions(),
    '0008-identity': identity(dialect),
    '0009-records': records(dialect),
    '0010-operators': operators(dialect),
    '0012-spaces': spaces(dialect),
    '0013-recordings': recordings(dialect),
    '0014-integrations': integrations(dialect),
    '0015-webhooks': webhooks(dialect),
    '0016-embedding': embedding(dialect),
    '0017-nodes': nodes(dialect),
    '0018-recordings': recordingBounds(dialect),
    '0019-provider': provider(dialect),
    '0021-program-recordings': programRecordings(dialect),
    '0022-own-lti-addresses': ownLtiAddresses(dialect),
    '0026-recording-copies': recordingCopies(dialect),
    '0027-plan-guests': planGuests(dialect),
  };
}
