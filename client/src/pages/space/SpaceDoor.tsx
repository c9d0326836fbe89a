import type { SpaceSign } from '@plenum/shared/api/space/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { RoomPage } from '../../app/entry/RoomPage.tsx';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { Logo, useBrand } from '../brand.tsx';
import { type WordParts, usePageWords } from '../usePageWords.ts';
import { asksForCode, infoOf, isWhole, nameInHash, waitsForBegin, wordsOfSpaceRefusal } from './spaceDoor.ts';
import { wayToSpace } from './spaceWay.ts';

const parts: WordParts = {
  en: () => import('./words/spaceEnglish.ts'),
  de: () => import('./words/spaceGerman.ts'),
  es: () => import('./words/spaceSpanish.ts'),
};

/** All pages behind the link of a space: a name, a code where the space asks for one, the meeting. */
export function SpaceDoor({ slug }: { readonly slug: string }) {
  const hasWords = usePageWords('space', parts);
  const { t } = useTranslation('space');
  const [sign, setSign] = useState<SpaceSign>();
  const [{ way, code, type }] = useState(() => wayToSpace(slug, setSign));
  const [typed, setTyped] = useState(code);
  const [suggestedName] = useState(() => nameInHash(location.hash));
  if (!hasWords) return null;
  const onType = (next: string) => {
    type(next);
    setTyped(next);
  };
  return (
    <RoomPage
      way={way}
      addition={{
        info: sign && infoOf(sign, isWhole(typed)),
        byHand: typed !== '',
        suggestedName,
        head: sign && <Head sign={sign} />,
        field: sign?.as === 'none' && <CodeField typed={typed} asked={asksForCode(sign)} onType={onType} />,
        shut: sign && waitsForBegin(sign, isWhole(typed)) ? t('notBegun') : undefined,
        wordsOf: (error) => {
          const words = wordsOfSpaceRefusal(error);
          return words && t(words);
        },
      }}
    />
  );
}

function Head({ sign }: { readonly sign: SpaceSign }) {
  const { t } = useTranslation('space');
  const { organisation, look, logo, as, accounts, id } = sign;
  useBrand(look.colour);
  return (
    <>
      {logo !== undefined && <Logo logo={logo} />}
      <p dir="auto" className="text-dim [overflow-wrap:anywhere]">
        {organisation}
      </p>
      {look.welcome !== '' && (
        <p dir="auto" className="whitespace-pre-wrap text-dim [overflow-wrap:anywhere]">
          {look.welcome}
        </p>
      )}
      {as !== 'none' && (
        <p className="text-dim">
          {t('youHost')}{' '}
          {id !== undefined && (
            <Link href={`/spaces/${id}`} className="text-accent-text underline">
              {t('prepare')}
            </Link>
          )}
        </p>
      )}
      {accounts && as === 'none' && (
        <p className="text-amber-text">
          {t('signInFirst')}{' '}
          <Link href="/account/sign-in" className="underline">
            {t('signIn')}
          </Link>
        </p>
      )}
    </>
  );
}

interface CodeProps {
  readonly typed: string;
  readonly asked: boolean;
  readonly onType: (code: string) => void;
}

/** The field for a code of the space; where no code is asked for, it opens at a press. */
function CodeField({ typed, asked, onType }: CodeProps) {
  const { t } = useTranslation('space');
  const [isOpen, setOpen] = useState(typed !== '');
  if (!isOpen && !asked)
    return (
      <Button look="quiet" onPress={() => setOpen(true)}>
        {t('haveCode')}
      </Button>
    );
  return (
    <div className="flex flex-col gap-1.5">
      <Field label={t('code')} value={typed} onChange={onType} maxLength={40} autoComplete="off" />
      <p className="text-sm text-dim">{t('codeHint')}</p>
    </div>
  );
}
