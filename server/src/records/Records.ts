import { Organisations } from './organisation/organisation.ts';
import type { RecordParts } from './parts.ts';
import { Spaces } from './space/space.ts';
import { Tiers } from './tier/tier.ts';

/** The rules about everything that outlives a meeting. */
export class Records {
  readonly organisations: Organisations;
  readonly spaces: Spaces;
  readonly tiers: Tiers;

  constructor(parts: RecordParts) {
    this.organisations = new Organisations(parts);
    this.spaces = new Spaces(parts);
    this.tiers = new Tiers(parts);
  }
}
