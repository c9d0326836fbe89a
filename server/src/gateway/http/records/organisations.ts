import * as contract from '@plenum/shared/api/organisation/contract';
import * as logoContract from '@plenum/shared/api/organisation/logoContract';
import { AppError } from '@plenum/shared/core/errors';
import { type Logos, logoShelf } from '../../../records/organisation/logos.ts';
import type { Organisations } from '../../../records/organisation/organisation.ts';
import { type Serving, serving } from '../serving.ts';

interface OrganisationsOptions {
  readonly organisations: Organisations;
  readonly logos: Logos;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Serves organisations, their members, invitations, keys and audit. */
export function organisationServings({ organisations, logos, now }: OrganisationsOptions): readonly Serving[] {
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
    ...logoServings(logos),
    ...invitationServings({ organisations, now }),
    ...keyServings(organisations),
    serving(contract.readAudit, {
      handle: ({ acting, params, query }) => organisations.audit(acting, params.organisation, query),
    }),
  ];
}

function logoServings(logos: Logos): readonly Serving[] {
  return [
    serving(logoContract.setLogo, {
      handle: async ({ acting, params, upload }) => ({
        logo: await logos.set(acting, params.organisation, upload.read()),
      }),
      refused: (error) =>
        error instanceof AppError && (error.bound === 'picture' || error.bound === 'bytes')
          ? { refused: 'picture' as const }
          : undefined,
    }),
    serving(logoContract.removeLogo, {
      async handle({ acting, params }) {
        await logos.remove(acting, params.organisation);
        return {};
      },
    }),
    serving(logoContract.readLogo, {
      handle: ({ params }) => ({ room: logoShelf, file: params.logo, inline: true, cache: 'askFirst' as const }),
    }),
  ];
}

function invitationServings({
  organisations,
  now,
}: Pick<OrganisationsOptions, 'organisations' | 'now'>): readonly Serving[] {
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
