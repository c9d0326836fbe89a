import { assertNever } from '@plenum/shared/core/errors';
import { type PresentMember, presence } from '@plenum/shared/features/presence/contract';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { closeDialog, type ModerationDialog, useOpenDialog } from './dialogs.ts';
import { HandOverForm } from './HandOverForm.tsx';
import { Locks } from './LocksDialog.tsx';
import { EndForm, RemoveForm, RenameForm } from './PersonForms.tsx';
import { Bans, Deeds } from './Records.tsx';
import { RightsForm } from './RightsForm.tsx';

/** The moderators' window that is open. */
export function ModerationDialogs() {
  const now = useOpenDialog();
  useEffect(() => closeDialog, []);
  switch (now.kind) {
    case 'none':
      return null;
    case 'rights':
    case 'rename':
    case 'remove':
      return <AboutPerson key={now.member} kind={now.kind} member={now.member} />;
    case 'locks':
    case 'deeds':
    case 'bans':
    case 'end':
    case 'handOver':
      return <AboutRoom kind={now.kind} />;
    default:
      return assertNever(now);
  }
}

function AboutRoom({ kind }: { readonly kind: Exclude<ModerationDialog['kind'], 'none' | PersonKind> }) {
  const { t } = useTranslation();
  const parts = {
    locks: { title: t('moderation.locksTitle'), body: <Locks /> },
    deeds: { title: t('moderation.deedsTitle'), body: <Deeds /> },
    bans: { title: t('moderation.bansTitle'), body: <Bans /> },
    end: { title: t('moderation.endTitle'), body: <EndForm onDone={closeDialog} /> },
    handOver: { title: t('moderation.handOverTitle'), body: <HandOverForm onDone={closeDialog} /> },
  } as const;
  const { title, body } = parts[kind];
  return (
    <Dialog open onClose={closeDialog} title={title} alert={kind === 'end'}>
      {body}
    </Dialog>
  );
}

type PersonKind = 'rights' | 'rename' | 'remove';

/** A window about one person; it closes when that person has left. */
function AboutPerson({ kind, member: id }: { readonly kind: PersonKind; readonly member: string }) {
  const { t } = useTranslation();
  const member = useMeeting((state) => stateOf(state, presence).members[id]);
  useEffect(() => {
    if (!member) closeDialog();
  }, [member]);
  if (!member) return null;
  const titles = {
    rights: t('moderation.rightsTitle', { name: member.name }),
    rename: t('moderation.renameTitle', { name: member.name }),
    remove: t('moderation.removeTitle', { name: member.name }),
  };
  return (
    <Dialog open onClose={closeDialog} title={titles[kind]} alert={kind === 'remove'}>
      <PersonForm kind={kind} member={member} />
    </Dialog>
  );
}

function PersonForm({ kind, member }: { readonly kind: PersonKind; readonly member: PresentMember }) {
  switch (kind) {
    case 'rights':
      return <RightsForm member={member} />;
    case 'rename':
      return <RenameForm member={member} onDone={closeDialog} />;
    case 'remove':
      return <RemoveForm member={member} onDone={closeDialog} />;
    default:
      return assertNever(kind);
  }
}
