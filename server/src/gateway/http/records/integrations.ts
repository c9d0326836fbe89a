import * as contract from '@plenum/shared/api/integration/contract';
import type { BbbSecrets } from '../../../records/integration/bbbSecrets.ts';
import { type Serving, serving } from '../serving.ts';

/** Serves the secrets with which programs use the server for an organisation. */
export function integrationServings(secrets: BbbSecrets): readonly Serving[] {
  return [
    serving(contract.createBbbSecret, {
      handle: ({ acting, params, input }) => secrets.create({ acting, ...params }, input.name),
    }),
    serving(contract.listBbbSecrets, {
      handle: async ({ acting, params }) => ({ secrets: await secrets.list({ acting, ...params }) }),
    }),
    serving(contract.revokeBbbSecret, {
      async handle({ acting, params: { organisation, secret } }) {
        await secrets.revoke({ acting, organisation }, secret);
        return {};
      },
    }),
  ];
}
