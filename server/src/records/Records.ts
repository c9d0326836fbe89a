import { BbbSecrets } from './integration/bbbSecrets.ts';
import { Embedding } from './embedding/embedding.ts';
import { Meetings } from './meeting/meeting.ts';
import { Operators } from './operator/operator.ts';
import { Lti } from './lti/Lti.ts';
import { Logos } from './organisation/logos.ts';
import { Organisations } from './organisation/organisation.ts';
import type { RecordParts } from './parts.ts';
import { Plans } from './plan/plan.ts';
import { Preparing } from './prepared/prepared.ts';
import { Recordings } from './recording/recording.ts';
import { Spaces } from './space/space.ts';
import { Tiers } from './tier/tier.ts';
import { Webhooks } from './webhook/webhook.ts';

/** The rules about everything that outlives a meeting. */
export class Records {
  readonly bbbSecrets: BbbSecrets;
  readonly embedding: Embedding;
  readonly lti: Lti;
  readonly logos: Logos;
  readonly meetings: Meetings;
  readonly operators: Operators;
  readonly organisations: Organisations;
  readonly plans: Plans;
  readonly preparing: Preparing;
  readonly recordings: Recordings;
  readonly spaces: Spaces;
  readonly tiers: Tiers;
  readonly webhooks: Webhooks;

  constructor(parts: RecordParts) {
    this.bbbSecrets = new BbbSecrets(parts);
    this.embedding = new Embedding(parts);
    this.lti = new Lti(parts);
    this.logos = new Logos(parts);
    this.meetings = new Meetings(parts);
    this.operators = new Operators(parts);
    this.organisations = new Organisations(parts);
    this.plans = new Plans(parts);
    this.preparing = new Preparing(parts);
    this.recordings = new Recordings(parts);
    this.spaces = new Spaces(parts);
    this.tiers = new Tiers(parts);
    this.webhooks = new Webhooks(parts);
  }
}
