import {
  accountWays,
  confirmAccount,
  firstOperator,
  forgotPassword,
  linkInfo,
  register,
  resetPassword,
  signIn,
  signOut,
  whoAmI,
} from '@plenum/shared/api/account/contract';
import type { Accounts } from '../../identity/Accounts.ts';
import { type Serving, serving } from './serving.ts';

/** The endpoints by which people come to an account and sign in. */
export function accountServings(accounts: Accounts): Serving[] {
  const { settings } = accounts.options;
  const providers = settings.providers.map(({ id, name }) => ({ id, name }));
  return [
    serving(accountWays, {
      handle: async () => ({
        registration: settings.registration,
        providers,
        needsOperator: await accounts.needsOperator(),
      }),
    }),
    serving(whoAmI, {
      handle: async ({ caller }) => {
        const known = await accounts.whoAsks(caller.headers);
        if (!known) return { me: null };
        const { account, email, name, operator } = known;
        return { me: { account, email, name, operator } };
      },
    }),
    serving(register, {
      handle: ({ input }) => {
        accounts.register(input);
        return {};
      },
    }),
    serving(linkInfo, {
      handle: async ({ input }) => ({ email: await accounts.linkFor(input.purpose, input.token) }),
    }),
    serving(confirmAccount, { handle: ({ caller, input }) => accounts.confirm(caller, input).then(nothing) }),
    serving(firstOperator, { handle: ({ caller, input }) => accounts.confirmOperator(caller, input).then(nothing) }),
    serving(signIn, {
      handle: async ({ caller, input }) => ({ needsSecondFactor: await accounts.signIn(caller, input) }),
    }),
    serving(signOut, { handle: ({ caller }) => accounts.signOut(caller).then(nothing) }),
    serving(forgotPassword, {
      handle: ({ input }) => {
        accounts.forgot(input);
        return {};
      },
    }),
    serving(resetPassword, { handle: ({ caller, input }) => accounts.reset(caller, input).then(nothing) }),
  ];
}

function nothing(): Record<string, never> {
  return {};
}
