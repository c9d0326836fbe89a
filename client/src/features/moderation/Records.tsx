import { abilities } from '@plenum/shared/core/abilities';
import { type Deed, lockNames, moderation } from '@plenum/shared/features/moderation/contract';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { timeOfDay } from '../../app/wordsOfTime.ts';
import { stateOf } from '../../core/store.ts';
import { Button } from '../../ui/Button.tsx';

/** The deeds of moderators, newest first. */
export function Deeds() {
  const { t, i18n } = useTranslation();
  const deeds = useMeeting((state) => stateOf(state, moderation).deeds);
  if (deeds.length === 0) return <p className="text-dim">{t('moderation.noDeeds')}</p>;
  return (
    <ol className="flex flex-col gap-2">
      {deeds.toReversed().map((deed, index) => (
        <li key={`${deed.at}-${deeds.length - index}`} className="flex gap-3">
          <time className="shrink-0 text-dim tabular" dateTime={new Date(deed.at).toISOString()}>
            {timeOfDay(deed.at, i18n.language)}
          </time>
          <span className="min-w-0 [overflow-wrap:anywhere]">{wordsOfDeed(deed, t)}</span>
        </li>
      ))}
    </ol>
  );
}

/** One deed as a sentence. */
export function wordsOfDeed({ what, by, about = '', detail = '' }: Deed, t: TFunction): string {
  return t(`moderation.deed.${what}`, { by, about, detail: wordsOfDetail(what, detail, t) });
}

/** Returns the words for a detail of a deed. */
function wordsOfDetail(what: Deed['what'], detail: string, t: TFunction): string {
  const lock = lockNames.find((name) => name === detail);
  if ((what === 'locked' || what === 'unlocked') && lock) return t(`moderation.lock.${lock}`);
  const ability = abilities.find((name) => name === detail);
  if (ability) return t(`moderation.ability.${ability}`);
  switch (detail) {
    case 'host':
    case 'moderator':
    case 'participant':
    case 'guest':
      return t(`role.${detail}`);
    case 'camera':
      return t('media.camera');
    case 'contentCamera':
      return t('media.contentCamera.name');
    case 'mic':
      return t('media.microphone');
    case 'screen':
    case 'screenAudio':
      return t('moderation.screen');
    case 'open':
    case 'members':
    case 'closed':
      return t(`lobby.policy.${detail}`);
    case 'ask':
      return what === 'lobbyPolicy' ? t('lobby.policy.ask') : t('moderation.presenterPolicy.ask');
    case 'moderators':
    case 'anyone':
      return t(`moderation.presenterPolicy.${detail}`);
    default:
      return detail;
  }
}

/** The banned people, with buttons that lift the bans. */
export function Bans() {
  const { t, i18n } = useTranslation();
  const ask = useAsk();
  const bans = useMeeting((state) => stateOf(state, moderation).bans);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-dim">{bans.length === 0 ? t('moderation.noBans') : t('moderation.bansBody')}</p>
      <ul className="flex flex-col gap-2">
        {bans.toReversed().map(({ id, name, by, at }) => (
          <li key={id} className="flex items-center gap-3">
            <div className="min-w-0 flex-1">
              <p dir="auto" className="truncate">
                {name}
              </p>
              <p className="text-sm text-dim">{t('moderation.bannedBy', { by, time: timeOfDay(at, i18n.language) })}</p>
            </div>
            <Button
              aria-label={t('moderation.pardonName', { name })}
              onPress={() => void ask(moderation, 'pardon', { ban: id })}
            >
              {t('moderation.pardon')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
