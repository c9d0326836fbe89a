import * as z from 'zod/mini';

/** The roles, most trusted first. */
export const roles = ['host', 'moderator', 'participant', 'guest'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** Whether `one` is trusted less than `other`. */
export function standsBelow(one: Role, other: Role): boolean {
  return roles.indexOf(one) > roles.indexOf(other);
}

/** Whether a person is a host or a moderator; false for undefined. */
export function isStaff(person: { readonly role: Role } | undefined): boolean {
  return person?.role === 'host' || person?.role === 'moderator';
}

/** The rule of one ability, which a feature declares. */
export interface AbilityRule {
  /** The least trusted role that has the ability on entering a room. More trusted roles have it too. */
  readonly from: Role;
  /** True when the presenter's mark adds the ability to any role. */
  readonly presenter?: boolean;
  /** The lock that takes the ability from participants and guests. */
  readonly lock?: string;
}
export type AbilityRules = Readonly<Record<string, AbilityRule>>;

/** All abilities with their rules: `features/abilities.ts` merges the rules of all features into this interface. */
export interface Abilities {}
export type Ability = keyof Abilities;

/** The name of an ability in a message. Only the server sends it, so the schema checks the form and not the name. */
export const AbilityName = z.custom<Ability>((name) => typeof name === 'string' && /^[a-z][A-Za-z]{1,39}$/.test(name));
