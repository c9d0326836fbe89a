import * as z from 'zod/mini';

export const abilities = [
  'chatSend',
  'chatPrivate',
  'chatAttach',
  'chatModerate',
  'micShare',
  'cameraShare',
  'screenShare',
  'cameraSee',
  'memberSee',
  'handManage',
  'reactionSend',
  'pollCreate',
  'pollVote',
  'slideShow',
  'slideUpload',
  'whiteboardDraw',
  'whiteboardManage',
  'annotationSee',
  'cursorSee',
  'layoutPush',
  'breakoutManage',
  'lobbyManage',
  'memberManage',
  'roleManage',
  'presenterSet',
  'roomManage',
] as const;
export const Ability = z.enum(abilities);
export type Ability = z.infer<typeof Ability>;

/** Most trusted first. */
export const roles = ['host', 'moderator', 'participant', 'guest'] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

const guestAbilities = [
  'chatSend',
  'chatPrivate',
  'micShare',
  'cameraShare',
  'cameraSee',
  'memberSee',
  'reactionSend',
  'annotationSee',
  'cursorSee',
] as const satisfies readonly Ability[];

/** What each role may do when it enters a room: a guest has a voice but no vote, a moderator cannot end or own the room. */
export const abilitiesOfRole: Readonly<Record<Role, readonly Ability[]>> = {
  host: abilities,
  moderator: abilities.filter((ability) => ability !== 'roomManage'),
  participant: [...guestAbilities, 'screenShare', 'chatAttach', 'pollVote', 'whiteboardDraw'],
  guest: guestAbilities,
};

/** What the presenter mark adds to any role. */
export const abilitiesOfPresenter: readonly Ability[] = [
  'screenShare',
  'pollCreate',
  'slideShow',
  'slideUpload',
  'whiteboardDraw',
  'layoutPush',
];
