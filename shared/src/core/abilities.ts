import * as z from 'zod/mini';

/** Most trusted first. */
export const roles = ['host', 'moderator', 'participant', 'guest'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** Whether `one` is trusted less than `other`. */
export function standsBelow(one: Role, other: Role): boolean {
  return roles.indexOf(one) > roles.indexOf(other);
}

/** Whether this person leads the meeting: a host or a moderator. Nobody does not. */
export function isStaff(person: { readonly role: Role } | undefined): boolean {
  return person?.role === 'host' || person?.role === 'moderator';
}

/** What a feature declares of one ability. */
export interface AbilityRule {
  /** The least trusted role that has the ability when it enters a room. More trusted roles have it too. */
  readonly from: Role;
  /** True when the presenter's mark adds the ability to any role. */
  readonly presenter?: boolean;
  /** The lock that takes the ability from participants and guests. */
  readonly lock?: string;
}
export type AbilityRules = Readonly<Record<string, AbilityRule>>;

/** Every ability with its rule: `features/abilities.ts` merges the features' own into this declaration. */
export interface Abilities {}
export type Ability = keyof Abilities;

/** The name of an ability as it stands on the wire. The server alone says it, so its form is checked and not its name. */
export const AbilityName = z.custom<Ability>((name) => typeof name === 'string' && /^[a-z][A-Za-z]{1,39}$/.test(name));
