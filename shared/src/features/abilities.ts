import * as z from 'zod/mini';
import { type AbilityRule, type Role, standsBelow } from '../core/abilities.ts';
import { breakoutAbilities } from './breakout/abilities.ts';
import { chatAbilities } from './chat/abilities.ts';
import { durationAbilities } from './duration/abilities.ts';
import { handAbilities } from './hand/abilities.ts';
import { layoutAbilities } from './layout/abilities.ts';
import { lobbyAbilities } from './lobby/abilities.ts';
import { mediaAbilities } from './media/abilities.ts';
import { moderationAbilities } from './moderation/abilities.ts';
import { pollAbilities } from './poll/abilities.ts';
import { presenceAbilities } from './presence/abilities.ts';
import { reactionAbilities } from './reaction/abilities.ts';
import { recordingAbilities } from './recording/abilities.ts';
import { slidesAbilities } from './slides/abilities.ts';
import { timerAbilities } from './timer/abilities.ts';
import { whiteboardAbilities } from './whiteboard/abilities.ts';

/** Every ability of a meeting, one line for each feature that has some. Locks and abilities appear to people in this order. */
const rules = {
  ...mediaAbilities,
  ...chatAbilities,
  ...reactionAbilities,
  ...whiteboardAbilities,
  ...presenceAbilities,
  ...handAbilities,
  ...pollAbilities,
  ...slidesAbilities,
  ...layoutAbilities,
  ...timerAbilities,
  ...durationAbilities,
  ...recordingAbilities,
  ...breakoutAbilities,
  ...lobbyAbilities,
  ...moderationAbilities,
};
type Rules = typeof rules;

declare module '../core/abilities.ts' {
  interface Abilities extends Rules {}
}

function isAbility(name: string): name is keyof Rules {
  return Object.hasOwn(rules, name);
}

/** The names of all abilities. */
export const abilities = Object.keys(rules).filter(isAbility);
export const Ability = z.enum(abilities);
export type Ability = z.infer<typeof Ability>;

const ruleOf = (ability: Ability): AbilityRule => rules[ability];
const ofRole = (role: Role) => abilities.filter((ability) => !standsBelow(role, ruleOf(ability).from));

/** What each role may do when it enters a room. */
export const abilitiesOfRole: Readonly<Record<Role, readonly Ability[]>> = {
  host: ofRole('host'),
  moderator: ofRole('moderator'),
  participant: ofRole('participant'),
  guest: ofRole('guest'),
};

/** What the presenter's mark adds to any role. */
export const abilitiesOfPresenter = abilities.filter((ability) => ruleOf(ability).presenter === true);

export type Lock = Extract<Rules[keyof Rules], { readonly lock: string }>['lock'];

/** The locks, each with the ability that it takes from participants and guests. */
export const lockedAbility: ReadonlyMap<Lock, Ability> = new Map(
  abilities.flatMap((ability) => {
    const rule = rules[ability];
    return 'lock' in rule ? [[rule.lock, ability] as const] : [];
  }),
);
export const lockNames: readonly Lock[] = [...lockedAbility.keys()];
