import * as contract from '@plenum/shared/api/account/contract';
import * as home from '@plenum/shared/api/account/homeContract';
import * as own from '@plenum/shared/api/account/ownContract';
import * as clients from '@plenum/shared/api/operator/clientContract';
import type { Accounts } from '../../identity/Accounts.ts';
import type { Operators } from '../../records/operator/operator.ts';
import { type Serving, serving } from './serving.ts';

/** The endpoints by which people come to an account and sign in. */
export function accountServings(accounts: Accounts, operators: Pick<Operators, 'note'>): Serving[] {
  const { settings } = accounts.options;
  const providers = settings.providers.map(({ id, name }) => ({ id, name }));
  return [
    serving(contract.accountWays, {
      handle: async () => ({
        registration: settings.registration,
        providers,
        homes: settings.homes !== 'off',
        needsOperator: await accounts.needsOperator(),
      }),
    }),
    serving(contract.whoAmI, {
      handle: async ({ caller }) => {
        const known = await accounts.whoAsks(caller.headers);
        if (!known) return { me: null };
        const { account, email, name, operator } = known;
        return { me: { account, email, name, operator } };
      },
    }),
    serving(contract.register, {
      handle: ({ input }) => {
        accounts.register(input);
        return {};
      },
    }),
    serving(contract.linkInfo, {
      handle: async ({ input }) => ({ email: await accounts.linkFor(input.purpose, input.token) }),
    }),
    serving(contract.confirmAccount, { handle: ({ caller, input }) => accounts.confirm(caller, input).then(nothing) }),
    serving(contract.firstOperator, {
      handle: ({ caller, input }) => accounts.confirmOperator(caller, input).then(nothing),
    }),
    serving(contract.signIn, {
      handle: async ({ caller, input }) => ({ needsSecondFactor: await accounts.signIn(caller, input) }),
    }),
    serving(contract.signOut, { handle: ({ caller }) => accounts.signOut(caller).then(nothing) }),
    serving(contract.forgotPassword, {
      handle: ({ input }) => {
        accounts.forgot(input);
        return {};
      },
    }),
    serving(contract.resetPassword, { handle: ({ caller, input }) => accounts.reset(caller, input).then(nothing) }),
    ...keyServings(accounts),
    ...profileServings(accounts),
    ...homeServings(accounts),
    ...operatorServings(accounts, operators),
    ...clientServings(accounts, operators),
  ];
}

/** Signing in with a passkey, a second factor, or at a provider. */
function keyServings(accounts: Accounts): Serving[] {
  const { keys, provided } = accounts;
  return [
    serving(contract.passkeyChallenge, { handle: async ({ caller }) => ({ options: await keys.challenge(caller) }) }),
    serving(contract.passkeySignIn, { handle: ({ caller, input }) => keys.signIn(caller, input.proof).then(nothing) }),
    serving(contract.secondFactor, { handle: ({ caller, input }) => keys.second(caller, input).then(nothing) }),
    serving(contract.startProvider, {
      handle: async ({ caller, params }) => ({ address: await provided.start(caller, params.provider) }),
    }),
    serving(contract.finishProvider, {
      handle: ({ caller, params, input }) => provided.finish(caller, params.provider, input).then(nothing),
    }),
    serving(own.newPasskeyChallenge, {
      handle: async ({ caller }) => ({ options: await keys.newChallenge(caller) }),
    }),
    serving(own.addPasskey, {
      handle: ({ caller, input }) => keys.add(caller, input.name, input.proof).then(nothing),
    }),
    serving(own.removePasskey, {
      handle: ({ caller, params }) => keys.remove(caller, params.passkey).then(nothing),
    }),
    serving(own.beginSecondFactor, {
      handle: async ({ caller, input }) => {
        const { uri, codes } = await keys.beginSecond(caller, input.password);
        return { uri, codes: [...codes] };
      },
    }),
    serving(own.endSecondFactor, {
      handle: ({ caller, input }) => keys.endSecond(caller, input.password).then(nothing),
    }),
    serving(own.newRecoveryCodes, {
      handle: async ({ caller, input }) => ({ codes: [...(await keys.newCodes(caller, input.password))] }),
    }),
  ];
}

/** What a person sees and changes of their account. */
function profileServings({ profile }: Accounts): Serving[] {
  return [
    serving(own.readProfile, { handle: ({ caller }) => profile.read(caller) }),
    serving(own.updateProfile, { handle: ({ caller, input }) => profile.update(caller, input).then(nothing) }),
    serving(own.listSessions, {
      handle: async ({ caller }) => ({ sessions: await profile.sessions(caller) }),
    }),
    serving(own.endSession, {
      handle: ({ caller, params }) => profile.endSession(caller, params.session).then(nothing),
    }),
    serving(own.endOtherSessions, { handle: ({ caller }) => profile.endOthers(caller).then(nothing) }),
    serving(own.changePassword, {
      handle: ({ caller, input }) => profile.changePassword(caller, input).then(nothing),
    }),
    serving(own.exportAccount, { handle: ({ caller }) => profile.exported(caller) }),
    serving(own.deleteAccount, { handle: ({ caller, input }) => profile.erase(caller, input).then(nothing) }),
  ];
}

/** Signing in elsewhere with an account of this server, and here with one of another. */
function homeServings(accounts: Accounts): Serving[] {
  const { homes, provider } = accounts;
  return [
    serving(home.lookAtAuthorization, { handle: ({ caller, input }) => provider.look(caller, input.query) }),
    serving(home.authorize, {
      handle: async ({ caller, input }) => ({ to: await provider.answer(caller, input.query, input) }),
    }),
    serving(home.listGrants, {
      handle: async ({ caller }) => ({ grants: await provider.grants((await accounts.require(caller)).account) }),
    }),
    serving(home.endGrant, {
      handle: async ({ caller, params }) => {
        await provider.endGrant((await accounts.require(caller)).account, params.client);
        return {};
      },
    }),
    serving(home.startHome, {
      handle: async ({ caller, input }) => ({ address: await homes.start(caller, input.home, input.again === true) }),
    }),
    serving(home.finishHome, { handle: ({ caller, input }) => homes.finish(caller, input).then(nothing) }),
  ];
}

/** What an operator decides about servers and programs that sign people in with accounts of this server. */
function clientServings({ provider }: Accounts, operators: Pick<Operators, 'note'>): Serving[] {
  return [
    serving(clients.listClients, { handle: async () => ({ clients: await provider.clients() }) }),
    serving(clients.registerClient, {
      handle: async ({ acting, input }) => {
        const made = await provider.register(input.name, input.redirects);
        await operators.note(acting, 'client:register', made.client);
        return made;
      },
    }),
    serving(clients.removeClient, {
      handle: async ({ acting, params }) => {
        await provider.removeClient(acting, params.client);
        return {};
      },
    }),
  ];
}

/** What an operator decides about accounts. */
function operatorServings(accounts: Accounts, operators: Pick<Operators, 'note'>): Serving[] {
  return [
    serving(own.inviteAccount, {
      handle: async ({ acting, input }) => {
        await accounts.invite(input.email, input.language);
        // The address stays out of the audit.
        await operators.note(acting, 'account:invite', '');
        return {};
      },
    }),
    serving(own.listRequests, {
      handle: async () => ({ requests: await accounts.links.requests() }),
    }),
    serving(own.decideRequest, {
      handle: async ({ acting, params, input }) => {
        await accounts.decide(params.request, input.approved);
        await operators.note(acting, input.approved ? 'account:approve' : 'account:refuse', params.request);
        return {};
      },
    }),
  ];
}

function nothing(): Record<string, never> {
  return {};
}
