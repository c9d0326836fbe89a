import type { AuditEntry } from '@plenum/shared/api/organisation/contract';
import { type AuditName, auditNames } from '@plenum/shared/api/organisation/auditNames';
import { memberRoles } from '@plenum/shared/api/organisation/may';
import { scopes } from '@plenum/shared/core/asker';
import type { TFunction } from 'i18next';

/** What the words of a change stand below, in `audit.did`. */
const did = {
  'organisation:create': 'organisationCreate',
  'organisation:change': 'organisationChange',
  'organisation:logo': 'organisationLogo',
  'organisation:rule': 'organisationRule',
  'organisation:changeMember': 'organisationChangeMember',
  'organisation:removeMember': 'organisationRemoveMember',
  'organisation:invite': 'organisationInvite',
  'organisation:revokeInvitation': 'organisationRevokeInvitation',
  'organisation:acceptInvitation': 'organisationAcceptInvitation',
  'organisation:createKey': 'organisationCreateKey',
  'organisation:revokeKey': 'organisationRevokeKey',
  'organisation:createBbbSecret': 'organisationCreateBbbSecret',
  'organisation:revokeBbbSecret': 'organisationRevokeBbbSecret',
  'organisation:createSigningKey': 'organisationCreateSigningKey',
  'organisation:revokeSigningKey': 'organisationRevokeSigningKey',
  'organisation:setOrigins': 'organisationSetOrigins',
  'organisation:addPlatform': 'organisationAddPlatform',
  'organisation:removePlatform': 'organisationRemovePlatform',
  'space:create': 'spaceCreate',
  'space:change': 'spaceChange',
  'space:remove': 'spaceRemove',
  'space:renewCode': 'spaceRenewCode',
  'space:addHost': 'spaceAddHost',
  'space:removeHost': 'spaceRemoveHost',
  'prepared:add': 'preparedAdd',
  'prepared:change': 'preparedChange',
  'prepared:remove': 'preparedRemove',
  'plan:create': 'planCreate',
  'plan:change': 'planChange',
  'plan:remove': 'planRemove',
  'plan:invite': 'planInvite',
  'plan:uninvite': 'planUninvite',
  'recording:change': 'recordingChange',
  'recording:addCaptions': 'recordingAddCaptions',
  'recording:removeCaptions': 'recordingRemoveCaptions',
  'recording:cut': 'recordingCut',
  'recording:leaveOut': 'recordingLeaveOut',
  'recording:copy': 'recordingCopy',
  'recording:dropCopy': 'recordingDropCopy',
  'recording:remove': 'recordingRemove',
  'recording:restore': 'recordingRestore',
  'recording:erase': 'recordingErase',
  'webhook:create': 'webhookCreate',
  'webhook:change': 'webhookChange',
  'webhook:remove': 'webhookRemove',
  'webhook:sendAgain': 'webhookSendAgain',
  'room:end': 'roomEnd',
  'room:tell': 'roomTell',
  'account:invite': 'accountInvite',
  'account:approve': 'accountApprove',
  'account:refuse': 'accountRefuse',
  'account:disable': 'accountDisable',
  'account:enable': 'accountEnable',
  'account:makeOperator': 'accountMakeOperator',
  'account:unmakeOperator': 'accountUnmakeOperator',
  'account:signOut': 'accountSignOut',
  'client:register': 'clientRegister',
  'client:remove': 'clientRemove',
  'tier:set': 'tierSet',
  'tier:remove': 'tierRemove',
  'notice:set': 'noticeSet',
  'notice:remove': 'noticeRemove',
} as const satisfies Record<AuditName, string>;

const fields = [
  'name',
  'look',
  'title',
  'settings',
  'owner',
  'tier',
  'agreed',
  'suspended',
  'resumed',
  'set',
  'removed',
] as const;
const codes = ['member', 'moderator', 'calendar'] as const;

/** Changes whose detail is the id of a record, which says nothing to people. */
const withoutDetail = /^(plan:|prepared:|webhook:|space:(addHost|removeHost)$)/;

type Words = TFunction<'organisation'>;

function wordsOfDetail(what: string, one: string, t: Words, service: TFunction<'service'>): string {
  const field = fields.find((name) => name === one);
  if (what === 'space:renewCode') {
    const code = codes.find((name) => name === one);
    return code ? t(`audit.field.${code}`) : one;
  }
  const role = memberRoles.find((name) => name === one);
  if (role && what !== 'space:change') return service(`members.role.${role}`);
  if (field) return t(`audit.field.${field}`);
  const scope = scopes.find((name) => name === one);
  return scope ? service(`keys.scope.${scope}`) : one;
}

/** What somebody changed, in words: "changed the space Yard (title, settings)". */
export function wordsOfChange(
  { what, about, aboutName, detail }: Pick<AuditEntry, 'what' | 'about' | 'aboutName' | 'detail'>,
  t: Words,
  service: TFunction<'service'>,
): string {
  const name = auditNames.find((known) => known === what);
  // A row of a newer or older server.
  if (!name) return `${what} ${detail}`.trim();
  const fallback = name.startsWith('tier:') ? about : t('audit.deleted');
  const words = t(`audit.did.${did[name]}`, { about: aboutName ?? fallback });
  const details = withoutDetail.test(name) ? [] : detail.split(' ').filter((one) => one !== '');
  if (details.length === 0) return words;
  return `${words} (${details.map((one) => wordsOfDetail(name, one, t, service)).join(', ')})`;
}
