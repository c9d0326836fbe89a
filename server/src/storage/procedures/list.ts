import { accounts } from './accounts.ts';
import { boxes } from './boxes.ts';
import { deliveries } from './deliveries.ts';
import { health } from './health.ts';
import { identity } from './identity.ts';
import { leases } from './leases.ts';
import { letters } from './letters.ts';
import { log } from './log.ts';
import { nodes } from './nodes.ts';
import { provider } from './provider.ts';
import { readers } from './readers.ts';
import { apiKeys } from './records/apiKeys.ts';
import { audit } from './records/audit.ts';
import { bbbMeetings } from './records/bbbMeetings.ts';
import { bbbRecordings } from './records/bbbRecordings.ts';
import { bbbSecrets } from './records/bbbSecrets.ts';
import { embedding } from './records/embedding.ts';
import { erasing } from './records/erasing.ts';
import { lti } from './records/lti.ts';
import { invitations } from './records/invitations.ts';
import { meetings } from './records/meetings.ts';
import { members } from './records/members.ts';
import { openings } from './records/openings.ts';
import { operatedAccounts } from './records/operatedAccounts.ts';
import { operators } from './records/operators.ts';
import { organisations } from './records/organisations.ts';
import { planGuests } from './records/planGuests.ts';
import { plans } from './records/plans.ts';
import { portable } from './records/portable.ts';
import { prepared } from './records/prepared.ts';
import { recordingCopies } from './records/recordingCopies.ts';
import { recordings } from './records/recordings.ts';
import { spaces } from './records/spaces.ts';
import { tiers } from './records/tiers.ts';
import { webhooks } from './records/webhooks.ts';
import { rooms } from './rooms.ts';
import { secrets } from './secrets.ts';
import { snapshots } from './snapshots.ts';
import { tokenUses } from './tokenUses.ts';

/** Every procedure of the database, by area. A new procedure is one more function in one of these. */
export const procedures = {
  accounts,
  apiKeys,
  audit,
  bbbMeetings,
  bbbRecordings,
  bbbSecrets,
  boxes,
  deliveries,
  embedding,
  erasing,
  health,
  identity,
  invitations,
  leases,
  letters,
  log,
  lti,
  meetings,
  members,
  nodes,
  openings,
  operatedAccounts,
  operators,
  organisations,
  planGuests,
  plans,
  portable,
  prepared,
  provider,
  readers,
  recordingCopies,
  recordings,
  rooms,
  secrets,
  snapshots,
  spaces,
  tiers,
  webhooks,
  tokenUses,
};
