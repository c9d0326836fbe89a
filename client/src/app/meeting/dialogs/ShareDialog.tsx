import type { KeyKind, RoomKeys } from '@plenum/shared/core/keys';
import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { withDerivedKeys } from '../../../core/roomKeys.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { keysOf } from '../../entry/roomKeys.ts';
import { linkOf, linkWithKey } from '../../entry/roomLink.ts';
import { useHomeMeeting } from '../../stayContext.ts';
import { useCopy } from './useCopy.ts';
import { closeShare } from './useInvite.ts';

const offered: readonly KeyKind[] = ['member', 'moderator', 'host'];

/** The links to this meeting, by the role that each gives. */
export function ShareDialog() {
  const { t } = useTranslation();
  return (
    <Dialog open onClose={closeShare} title={t('share.title')}>
      <Links />
    </Dialog>
  );
}

function Links() {
  const { t } = useTranslation();
  const room = useHomeMeeting((state) => state.room.id);
  const [keys, setKeys] = useState<RoomKeys>(() => keysOf(room));
  useEffect(() => {
    let here = true;
    aside(withDerivedKeys(keysOf(room)).then((all) => here && setKeys(all)));
    return () => void (here = false);
  }, [room]);
  return (
    <ul className="flex flex-col gap-3 pt-1">
      <LinkRow title={t('share.plain')} words={t('share.plainWords')} link={linkOf(room)} isSecret={false} />
      {offered.map((kind) => {
        const key = keys[kind];
        if (key === undefined) return null;
        const link = linkWithKey(room, kind, key);
        return <LinkRow key={kind} title={t(`share.${kind}`)} words={t(`share.${kind}Words`)} link={link} isSecret />;
      })}
    </ul>
  );
}

interface LinkRowProps {
  readonly title: string;
  readonly words: string;
  readonly link: string;
  /** True: hide the link, because a viewer of a shared screen could use it. */
  readonly isSecret: boolean;
}

function LinkRow({ title, words, link, isSecret }: LinkRowProps) {
  const { t } = useTranslation();
  const copy = useCopy();
  return (
    <li className="flex flex-col gap-1.5 rounded-tile border border-line p-3">
      <h3 className="font-bold">{title}</h3>
      <p className="text-dim">{words}</p>
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 truncate text-sm text-dim">{isSecret ? `${link.split('=')[0]}=…` : link}</p>
        <Button aria-label={t('share.copyThis', { title })} onPress={() => copy(link)}>
          <Copy aria-hidden="true" className="size-4" />
          {t('share.copy')}
        </Button>
      </div>
    </li>
  );
}
