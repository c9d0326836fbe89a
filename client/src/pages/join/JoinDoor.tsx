import type { EntrySign } from '@plenum/shared/api/join/contract';
import type { ParseKeys } from 'i18next';
import { Unlink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { PageFrame } from '../../app/entry/PageFrame.tsx';
import { RoomPage } from '../../app/entry/RoomPage.tsx';
import { boundOf } from '../../app/errorWords.ts';
import { isFramed } from '../../app/frame/framed.ts';
import { isLanguage, setLanguage } from '../../i18n/i18n.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Logo, useBrand } from '../brand.tsx';
import { type WordParts, usePageWords } from '../usePageWords.ts';
import { linkIn, wayByLink } from './joinWay.ts';

const parts: WordParts = {
  en: () => import('./words/joinEnglish.ts'),
  de: () => import('./words/joinGerman.ts'),
  es: () => import('./words/joinSpanish.ts'),
};

/** For the bound of a refusal, the words that say what is wrong with a link. */
const wordsOfBound: Readonly<Record<string, ParseKeys<'join'>>> = {
  linkWrong: 'wrong',
  linkExpired: 'expired',
  linkUsed: 'used',
  linkKey: 'key',
  linkSpace: 'space',
  linkClock: 'clock',
  signIn: 'account',
  notStarted: 'notBegun',
};

/** All pages behind a link that another program made for one person: no question for a name, then the meeting. */
export function JoinDoor() {
  const hasWords = usePageWords('join', parts);
  const [link] = useState(() => linkIn(location));
  if (!hasWords) return null;
  return link ? <ByLink link={link} /> : <NoLink />;
}

function ByLink({ link }: { readonly link: NonNullable<ReturnType<typeof linkIn>> }) {
  const { t } = useTranslation('join');
  const [sign, setSign] = useState<EntrySign>();
  const [way] = useState(() => wayByLink(link, isFramed, setSign));
  useBrand(sign?.look?.colour ?? '');
  const language = sign?.language;
  useEffect(() => {
    if (isLanguage(language)) aside(setLanguage(language));
  }, [language]);
  return (
    <RoomPage
      way={way}
      addition={{
        info: undefined,
        byHand: false,
        name: sign?.name,
        startsNow: link.startsNow,
        head: sign && <Head sign={sign} />,
        shut: sign?.notBegun === true ? t('notBegun') : undefined,
        wordsOf: (error) => {
          const words = wordsOfBound[boundOf(error) ?? ''];
          return words && t(words);
        },
        wayOut: sign?.leaveTo === undefined ? undefined : { href: sign.leaveTo, words: t('back') },
      }}
    />
  );
}

function Head({ sign: { name, organisation, look, logo } }: { readonly sign: EntrySign }) {
  const { t } = useTranslation('join');
  return (
    <>
      {logo !== undefined && <Logo logo={logo} />}
      {organisation !== undefined && (
        <p dir="auto" className="text-dim [overflow-wrap:anywhere]">
          {organisation}
        </p>
      )}
      {look !== undefined && look.welcome !== '' && (
        <p dir="auto" className="whitespace-pre-wrap text-dim [overflow-wrap:anywhere]">
          {look.welcome}
        </p>
      )}
      <p className="[overflow-wrap:anywhere]">{t('asName', { name })}</p>
    </>
  );
}

/** Shown where the address has no token. */
function NoLink() {
  const { t } = useTranslation('join');
  return (
    <PageFrame title={t('title')}>
      <Notice icon={<Unlink />} title={t('title')}>
        <p>{t('noToken')}</p>
      </Notice>
    </PageFrame>
  );
}
