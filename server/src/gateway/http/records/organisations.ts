import * as contract from '@plenum/shared/api/organisation/contract';
import type { Organisations } from '../../../records/organisation/organisation.ts';
import { type Serving, serving } from '../serving.ts';

interface OrganisationsOptions {
  readonly organisations: Organisations;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Serves organisations, their members, invitations, keys and audit. */
export function organisationServings({ organisations, now }: OrganisationsOptions): readonly Serving[] {
  return [
    serving(contract.listOrganisations, {
      handle: async ({ acting }) => ({ organisations: await organisations.list(acting) }),
    }),
    serving(contract.createOrganisation, { handle: ({ acting, input }) => organisations.create(acting, input) }),
    serving(contract.readOrganisation, { handle: ({ acting, params }) => organisations.read({ acting, ...params }) }),
    serving(contract.changeOrganisation, {
      handle: ({ acting, params, input }) => organisations.change({ acting, ...params }, input),
    }),
    serving(contract.listMembers, {
      handle: ({ acting, params, query }) => organisations.members({ acting, ...params }, query.after),
    }),
    serving(contract.changeMember, {
      async handle({ acting, params: { organisation, account }, input }) {
        await organisations.changeMember({ acting, organisation }, account, input.role);
        return {};
      },
    }),
    serving(contract.removeMember, {
      async handle({ acting, params: { organisation, account } }) {
        await organisations.removeMember({ acting, organisation }, account);
        return {};
      },
    }),
    ...invitationServings({ organisations, now }),
    ...keyServings(organisations),
    serving(contract.readAudit, {
      handle: ({ acting, params, query }) => organisations.audit(acting, params.organisation, query.before),
    }),
  ];
}

function invitationServings({ organisations, now }: OrganisationsOptions): readonly Serving[] {
  return [
    serving(contract.invite, {
      handle: ({ acting, params, input }) => organisations.invite({ acting, ...params }, input),
    }),
    serving(contract.listInvitations, {
      handle: async ({ acting, params }) => ({ invitations: await organisations.invitations({ acting, ...params }) }),
    }),
    serving(contract.revokeInvitation, {
      async handle({ acting, params: { organisation, invitation } }) {
        await organisations.revokeInvitation({ acting, organisation }, invitation);
        return {};
      },
    }),
    serving(contract.lookAtInvitation, { handle: ({ input }) => organisations.lookAtInvitation(input.token, now()) }),
    serving(contract.acceptInvitation, { handle: ({ acting, input }) => organisations.accept(acting, input.token) }),
  ];
}

function keyServings(organisations: Organisations): readonly Serving[] {
  return [
    serving(contract.createKey, {
      handle: ({ acting, params, input }) => organisations.createKey({ acting, ...params }, input),
    }),
    serving(contract.listKeys, {
      handle: async ({ acting, params }) => ({ keys: await organisations.keys({ acting, ...params }) }),
    }),
    serving(contract.revokeKey, {
      async handle({ acting, params: { organisation, key } }) {
        await organisations.revokeKey({ acting, organisation }, key);
        return {};
      },
    }),
  ];
}
