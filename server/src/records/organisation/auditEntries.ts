import type { AuditEntry } from '@plenum/shared/api/organisation/contract';
import type { AuditRow } from '../../storage/recordPorts.ts';
import { cardsOf, type RecordParts } from '../parts.ts';

/** Changes whose `about` is an account. */
const aboutAccounts = /^(account:(?!approve|refuse|invite)|organisation:(changeMember|removeMember|acceptInvitation)$)/;

/** Whether a change is about a space, by its id. */
const aboutSpaces = /^(space|plan|prepared):/;

/**
 * The rows of an audit with the names of now: of the asker, of the account or space that the change is about, and, for a
 * page of all organisations, of the organisation.
 */
export async function auditEntries(
  parts: RecordParts,
  rows: readonly AuditRow[],
  ofAll: boolean,
): Promise<AuditEntry[]> {
  const { ask } = parts.store;
  const idsBy = (kind: AuditRow['by_kind']) =>
    rows.flatMap(({ by_kind: is, by_id: id }) => (is === kind && id !== null ? [id] : []));
  const idsOf = (form: RegExp) => [...new Set(rows.flatMap(({ what, about }) => (form.test(what) ? [about] : [])))];
  const cards = await cardsOf(parts, [...idsBy('account'), ...idsOf(aboutAccounts)]);
  const keys = new Map((await ask.apiKeys.names({ ids: idsBy('key') })).map(({ id, name }) => [id, name]));
  const titles = new Map((await ask.spaces.titles({ ids: idsOf(aboutSpaces) })).map(({ id, title }) => [id, title]));
  const owners = ofAll ? [...new Set(rows.flatMap(({ organisation }) => organisation ?? []))] : [];
  const names = new Map((await ask.organisations.names({ ids: owners })).map(({ id, name }) => [id, name]));
  const nameOf = ({ what, about }: AuditRow) => {
    if (aboutAccounts.test(what)) return cards.get(about)?.name;
    return aboutSpaces.test(what) ? titles.get(about) : undefined;
  };
  return rows.map((row) => {
    const { id, at, by_kind: is, by_id: who, what, about, detail, network: from } = row;
    const name = (is === 'account' ? cards.get(who ?? '')?.name : keys.get(who ?? '')) ?? '';
    const aboutName = nameOf(row);
    const owner = names.get(row.organisation ?? '');
    return {
      id,
      at,
      ...(is !== null && who !== null && { by: { is, id: who, name } }),
      what,
      about,
      ...(aboutName !== undefined && { aboutName }),
      ...(row.organisation !== null && owner !== undefined && { organisation: { id: row.organisation, name: owner } }),
      detail,
      from,
    };
  });
}
