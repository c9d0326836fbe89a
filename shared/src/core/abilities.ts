import * as z from 'zod/mini';

export const abilities = [
  'chatSend',
  'micShare',
  'cameraShare',
  'screenShare',
  'handManage',
  'pollCreate',
  'pollVote',
  'roomManage',
] as const;
export const Ability = z.enum(abilities);
export type Ability = z.infer<typeof Ability>;

export const roles = ['host', 'participant'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** What each role may do when it enters a room. */
export const abilitiesOfRole: Readonly<Record<Role, readonly Ability[]>> = {
  host: abilities,
  participant: ['chatSend', 'micShare', 'cameraShare', 'screenShare', 'pollVote'],
};
