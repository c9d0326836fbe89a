import * as z from 'zod/mini';

/** The records that an audit is about. */
export const auditKinds = [
  'organisation',
  'space',
  'prepared',
  'plan',
  'recording',
  'room',
  'account',
  'tier',
  'notice',
] as const;
export const AuditKind = z.enum(auditKinds);
export type AuditKind = z.infer<typeof AuditKind>;

/** Every change that the audit knows. Stored rows have these names, so a name is never changed. */
export const auditNames = [
  'organisation:create',
  'organisation:change',
  'organisation:logo',
  'organisation:rule',
  'organisation:changeMember',
  'organisation:removeMember',
  'organisation:invite',
  'organisation:revokeInvitation',
  'organisation:acceptInvitation',
  'organisation:createKey',
  'organisation:revokeKey',
  'space:create',
  'space:change',
  'space:remove',
  'space:renewCode',
  'space:addHost',
  'space:removeHost',
  'prepared:add',
  'prepared:change',
  'prepared:remove',
  'plan:create',
  'plan:change',
  'plan:remove',
  'recording:change',
  'recording:cut',
  'recording:leaveOut',
  'recording:remove',
  'recording:restore',
  'recording:erase',
  'room:end',
  'room:tell',
  'account:invite',
  'account:approve',
  'account:refuse',
  'account:disable',
  'account:enable',
  'account:makeOperator',
  'account:unmakeOperator',
  'account:signOut',
  'tier:set',
  'tier:remove',
  'notice:set',
  'notice:remove',
] as const satisfies readonly `${AuditKind}:${string}`[];
export type AuditName = (typeof auditNames)[number];
