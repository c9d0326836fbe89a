import type { Hosts } from './provider/hosts.ts';

/** Who may have an account: every person, invited ones, those whom an operator approves, or nobody new. */
export const registrations = ['open', 'invitation', 'approval', 'closed'] as const;
export type Registration = (typeof registrations)[number];

/** An OpenID Connect provider that the operator configured. */
export interface ProviderSettings {
  readonly id: string;
  /** The words on the button. */
  readonly name: string;
  /** The issuer, an https address (http on loopback). */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** True when each person of this provider may have an account, whatever `registration` says. */
  readonly admits: boolean;
}

/** How people come to have accounts on this server. */
export interface IdentitySettings {
  readonly registration: Registration;
  readonly providers: readonly ProviderSettings[];
  /** The other Plenums whose accounts are taken here; their word about addresses counts. */
  readonly homes: 'off' | readonly string[];
  /** The other servers that may register here by themselves, to sign people in with accounts of this one. */
  readonly guests: Hosts;
}
