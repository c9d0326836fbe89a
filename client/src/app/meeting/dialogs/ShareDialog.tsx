import type { KeyKind, RoomKeys } from '@plenum/shared/core/keys';
import { CalendarPlus, Copy, Mail, QrCode, TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Disclosure, DisclosurePanel, Heading, Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import { aside } from '@plenum/shared/core/aside';
import { withDerivedKeys } from '../../../core/roomKeys.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { saveText } from '../../../ui/saveFile.ts';
import { keysOf } from '../../entry/roomKeys.ts';
import { linkWithKey } from '../../entry/roomLink.ts';
import { useHomeMeeting } from '../../stayContext.ts';
import { calendarOf, mailOf, nextHour } from './invitation.ts';
import { useCopy } from './useCopy.ts';
import { closeShare } from './useInvite.ts';
import { useLink } from './useLink.ts';

const offered: readonly KeyKind[] = ['member', 'moderator', 'host'];

/** The invitation link and ways to send it; below, folded, the links that give more rights. */
export function ShareDialog() {
  const { t } = useTranslation();
  return (
    <Dialog open onClose={closeShare} title={t('share.title')}>
      <div className="flex flex-col gap-4 pt-1">
        <Invitation />
        <StrongLinks />
      </div>
    </Dialog>
  );
}

function Invitation() {
  const { t } = useTranslation();
  const room = useHomeMeeting((state) => state.room);
  const copy = useCopy();
  const link = useLink();
  const mail = mailOf(
    t('share.mailSubject', { title: room.title }),
    t('share.mailBody', { title: room.title, link, interpolation: { escapeValue: false } }),
  );
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-bold">{t('share.plain')}</h3>
      <p className="text-dim">{t('share.plainWords')}</p>
      <p className="rounded-control bg-raised px-3 py-2 text-sm break-all">{link}</p>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" aria-label={t('share.copyThis', { title: t('share.plain') })} onPress={() => copy(link)}>
          <Copy aria-hidden="true" className="size-4" />
          {t('share.copy')}
        </Button>
        <a
          href={mail}
          className="inline-flex min-h-11 items-center gap-2 rounded-control border border-edge/60 bg-raised px-5 py-2 hover:bg-hover"
        >
          <Mail aria-hidden="true" className="size-4" />
          {t('share.mail')}
        </a>
      </div>
      <Calendar title={room.title} link={link} />
      <Code link={link} />
    </section>
  );
}

/** Saves an appointment; a second file for the same time replaces the first one in the calendar. */
async function saveAppointment(title: string, link: string, begin: number): Promise<void> {
  const { host, pathname } = new URL(link);
  const id = `${begin}-${pathname.replace(/^\/[rs]\//, '')}@${host}`;
  saveText(`${title}.ics`, await calendarOf({ title, link, id, begin, madeAt: Date.now() }), 'text/calendar');
}

/** Offers the meeting as an appointment for a calendar. */
function Calendar({ title, link }: { readonly title: string; readonly link: string }) {
  const { t } = useTranslation();
  const [time, setTime] = useState(() => nextHour());
  const begin = new Date(time).getTime();
  return (
    <div className="flex flex-wrap items-end gap-2 pt-1">
      <label className="flex flex-col gap-1 text-sm text-dim">
        {t('share.begins')}
        <input
          type="datetime-local"
          value={time}
          onChange={(event) => setTime(event.target.value)}
          className="min-h-11 rounded-control border border-edge bg-ground px-3 text-text"
        />
      </label>
      <Button isDisabled={Number.isNaN(begin)} onPress={() => aside(saveAppointment(title, link, begin))}>
        <CalendarPlus aria-hidden="true" className="size-4" />
        {t('share.calendar')}
      </Button>
    </div>
  );
}

/** The link as a QR code, for a phone that is held before the screen. */
function Code({ link }: { readonly link: string }) {
  const { t } = useTranslation();
  // Readers want a light margin of four modules around the code.
  const { size, data } = useMemo(() => encode(link, { ecc: 'M', border: 4 }), [link]);
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <Disclosure>
      <AriaButton
        slot="trigger"
        className="flex min-h-11 items-center gap-2 rounded-control px-2 -outline-offset-2 data-hovered:bg-raised"
      >
        <QrCode aria-hidden="true" className="size-5 text-dim" />
        {t('share.code')}
      </AriaButton>
      <DisclosurePanel>
        <svg
          role="img"
          aria-label={t('share.codeOf', { link })}
          viewBox={`0 0 ${size} ${size}`}
          shapeRendering="crispEdges"
          className="w-full max-w-64 rounded-control bg-white forced-color-adjust-none"
        >
          <path d={path} fill="#000" />
        </svg>
      </DisclosurePanel>
    </Disclosure>
  );
}

/** The links that give a role, for people who hold such a key themselves. */
function StrongLinks() {
  const { t } = useTranslation();
  const room = useHomeMeeting((state) => state.room.id);
  const [keys, setKeys] = useState<RoomKeys>(() => keysOf(room));
  useEffect(() => {
    let here = true;
    aside(withDerivedKeys(keysOf(room)).then((all) => here && setKeys(all)));
    return () => void (here = false);
  }, [room]);
  const held = offered.flatMap((kind) => {
    const key = keys[kind];
    return key === undefined ? [] : [{ kind, link: linkWithKey(room, kind, key) }];
  });
  if (held.length === 0) return null;
  return (
    <Disclosure className="border-t border-line pt-2">
      <Heading level={3}>
        <AriaButton
          slot="trigger"
          className="flex min-h-11 w-full items-center gap-2 rounded-control text-start font-bold -outline-offset-2 data-hovered:bg-raised"
        >
          <TriangleAlert aria-hidden="true" className="size-5 text-amber-text" />
          {t('share.strong')}
        </AriaButton>
      </Heading>
      <DisclosurePanel>
        <p className="rounded-control bg-amber-soft p-3 text-amber-text">{t('share.strongWords')}</p>
        <ul className="flex flex-col gap-3 pt-3">
          {held.map(({ kind, link }) => (
            <LinkRow key={kind} kind={kind} link={link} />
          ))}
        </ul>
      </DisclosurePanel>
    </Disclosure>
  );
}

/** A link with its key hidden, because a viewer of a shared screen could use it. */
function LinkRow({ kind, link }: { readonly kind: KeyKind; readonly link: string }) {
  const { t } = useTranslation();
  const copy = useCopy();
  const title = t(`share.${kind}`);
  return (
    <li className="flex flex-col gap-1.5 rounded-tile border border-line p-3">
      <h4 className="font-bold">{title}</h4>
      <p className="text-dim">{t(`share.${kind}Words`)}</p>
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 truncate text-sm text-dim">{`${link.split('=')[0]}=…`}</p>
        <Button aria-label={t('share.copyThis', { title })} onPress={() => copy(link)}>
          <Copy aria-hidden="true" className="size-4" />
          {t('share.copy')}
        </Button>
      </div>
    </li>
  );
}
