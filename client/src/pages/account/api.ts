import * as contract from '@plenum/shared/api/account/contract';
import * as home from '@plenum/shared/api/account/homeContract';
import * as own from '@plenum/shared/api/account/ownContract';
import type { InputOf } from '@plenum/shared/core/endpoint';
import { call } from '../../core/http.ts';

const here = (): string => location.origin;

/** The requests of the account pages. Each throws AppError as `call` does. */
export const accountApi = {
  ways: () => call(here(), contract.accountWays, { params: {} }),
  who: () => call(here(), contract.whoAmI, { params: {} }),
  register: (input: InputOf<typeof contract.register>) => call(here(), contract.register, { params: {}, input }),
  link: (input: InputOf<typeof contract.linkInfo>) => call(here(), contract.linkInfo, { params: {}, input }),
  confirm: (input: InputOf<typeof contract.confirmAccount>) =>
    call(here(), contract.confirmAccount, { params: {}, input }),
  firstOperator: (input: InputOf<typeof contract.firstOperator>) =>
    call(here(), contract.firstOperator, { params: {}, input }),
  signIn: (input: InputOf<typeof contract.signIn>) => call(here(), contract.signIn, { params: {}, input }),
  signOut: () => call(here(), contract.signOut, { params: {} }),
  forgot: (input: InputOf<typeof contract.forgotPassword>) =>
    call(here(), contract.forgotPassword, { params: {}, input }),
  challenge: () => call(here(), contract.passkeyChallenge, { params: {} }),
  passkeySignIn: (proof: contract.Assertion) => call(here(), contract.passkeySignIn, { params: {}, input: { proof } }),
  secondFactor: (input: InputOf<typeof contract.secondFactor>) =>
    call(here(), contract.secondFactor, { params: {}, input }),
  startProvider: (provider: string) => call(here(), contract.startProvider, { params: { provider } }),
  finishProvider: (provider: string, input: InputOf<typeof contract.finishProvider>) =>
    call(here(), contract.finishProvider, { params: { provider }, input }),
  lookAtAuthorization: (query: string) => call(here(), home.lookAtAuthorization, { params: {}, input: { query } }),
  authorize: (input: InputOf<typeof home.authorize>) => call(here(), home.authorize, { params: {}, input }),
  grants: () => call(here(), home.listGrants, { params: {} }),
  endGrant: (client: string) => call(here(), home.endGrant, { params: { client } }),
  startHome: (input: InputOf<typeof home.startHome>) => call(here(), home.startHome, { params: {}, input }),
  finishHome: (input: InputOf<typeof home.finishHome>) => call(here(), home.finishHome, { params: {}, input }),
  profile: () => call(here(), own.readProfile, { params: {} }),
  update: (input: InputOf<typeof own.updateProfile>) => call(here(), own.updateProfile, { params: {}, input }),
  sessions: () => call(here(), own.listSessions, { params: {} }),
  endSession: (session: string) => call(here(), own.endSession, { params: { session } }),
  endOthers: () => call(here(), own.endOtherSessions, { params: {} }),
  changePassword: (input: InputOf<typeof own.changePassword>) =>
    call(here(), own.changePassword, { params: {}, input }),
  newChallenge: () => call(here(), own.newPasskeyChallenge, { params: {} }),
  addPasskey: (input: InputOf<typeof own.addPasskey>) => call(here(), own.addPasskey, { params: {}, input }),
  removePasskey: (passkey: string) => call(here(), own.removePasskey, { params: { passkey } }),
  beginSecond: (password: string) => call(here(), own.beginSecondFactor, { params: {}, input: { password } }),
  endSecond: (password: string) => call(here(), own.endSecondFactor, { params: {}, input: { password } }),
  newCodes: (password: string) => call(here(), own.newRecoveryCodes, { params: {}, input: { password } }),
  exported: () => call(here(), own.exportAccount, { params: {} }),
  erase: (input: InputOf<typeof own.deleteAccount>) => call(here(), own.deleteAccount, { params: {}, input }),
  reset: (input: InputOf<typeof contract.resetPassword>) => call(here(), contract.resetPassword, { params: {}, input }),
} as const;
