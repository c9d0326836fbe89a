import type { Role } from '@plenum/shared/core/abilities';
import { AppError } from '@plenum/shared/core/errors';
import { abilities, abilitiesOfRole } from '@plenum/shared/features/abilities';
import { deedKinds } from '@plenum/shared/features/moderation/contract';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { LeaveButton } from '../../app/meeting/LeaveButton.tsx';
import { usePeople } from '../../app/meeting/stage/people.ts';
import { usePersonMenu } from '../../app/house.ts';
import { words } from '../../i18n/i18n.ts';
import { fakeSession, meetingState, person } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { closeDialog, openDialog } from './dialogs.ts';
import { wordsOfDeed } from './Records.tsx';
import { moderationSlots } from './slots.ts';

usePage();
beforeEach(closeDialog);

/** A meeting with me in this role, Hanna the host, Mo the moderator, and Pia the participant, whose camera is on. */
function meetingAs(role: Role) {
  const people = [
    person('me', { role }),
    person('hanna', { name: 'Hanna', role: 'host' }),
    person('mo', { name: 'Mo', role: 'moderator' }),
    person('pia', { name: 'Pia' }),
  ];
  const state = meetingState({}, people);
  return fakeSession({
    ...state,
    me: { ...state.me, role, abilities: [...abilitiesOfRole[role]] },
    states: { ...state.states, media: { streams: { pia: { camera: { muted: false }, mic: { muted: false } } } } },
  });
}

type Fake = ReturnType<typeof meetingAs>;

/** One row of the list of people, as the slots fill it. */
function Row({ member }: { readonly member: PresentMember }) {
  const entries = usePersonMenu(member);
  const label = `Actions for ${member.name}`;
  if (entries.length === 0) return null;
  return <Menu label={label} groups={[{ id: 'person', entries }]} trigger={<Button>{label}</Button>} />;
}

function List() {
  const { PeopleTop, Watcher } = moderationSlots;
  return (
    <>
      {PeopleTop && <PeopleTop />}
      {usePeople().map((member) => (
        <Row key={member.id} member={member} />
      ))}
      {Watcher && <Watcher />}
    </>
  );
}

function show(session: Fake) {
  onPage(<List />, session, [moderationSlots]);
}

const menuOf = (name: string) => screen.queryByRole('button', { name: `Actions for ${name}` });

function entriesFor(name: string): string[] {
  fireEvent.click(menuOf(name) ?? expect.fail(`${name} has no menu`));
  return screen.getAllByRole('menuitem').map((entry) => entry.textContent ?? '');
}

describe('the list of people', () => {
  it('offers nothing to members who do not moderate', () => {
    show(meetingAs('participant'));
    expect(screen.queryByText('Mute everyone')).toBeNull();
    for (const name of ['Hanna', 'Mo', 'Pia']) expect(menuOf(name)).toBeNull();
  });

  it('offers a moderator everything for members below', () => {
    show(meetingAs('moderator'));
    expect(entriesFor('Pia')).toEqual([
      'Mute',
      'Stop camera',
      'Make presenter',
      'Role and permissions…',
      'Change name…',
      'Remove…',
    ]);
  });

  it('offers a moderator nothing against members above', () => {
    show(meetingAs('moderator'));
    expect(entriesFor('Hanna')).toEqual(['Ask to unmute', 'Make presenter']);
  });

  it('mutes one and all', () => {
    const session = meetingAs('host');
    show(session);
    fireEvent.click(screen.getByRole('button', { name: 'Mute everyone' }));
    entriesFor('Pia');
    fireEvent.click(screen.getByRole('menuitem', { name: 'Mute' }));
    expect(session.sent).toEqual([
      { name: 'moderation:muteAll', input: { sparePresenter: false } },
      { name: 'moderation:mute', input: { member: 'pia' } },
    ]);
  });
});

describe('the windows', () => {
  it('name the polls that are open when a host ends the meeting', async () => {
    const session = meetingAs('host');
    const setup = { question: 'Which roof?', choice: { kind: 'yesNo' }, secret: true };
    const part = { setup, isQuiz: false, openedBy: 'me', openedAt: 0, voted: 1 };
    session.store.setState(({ states }) => ({
      states: {
        ...states,
        poll: {
          polls: [
            { ...part, id: 'a', status: 'open' },
            { ...part, id: 'b', status: 'published' },
          ],
          voters: 30,
        },
      },
    }));
    show(session);
    act(() => openDialog({ kind: 'end' }));
    expect((await screen.findByRole('listitem')).textContent).toBe('“Which roof?”: 1 of 30 voted');
  });

  it('remove a person only after a confirmation, and ban only when that is chosen too', async () => {
    const session = meetingAs('host');
    show(session);
    entriesFor('Pia');
    fireEvent.click(screen.getByRole('menuitem', { name: 'Remove…' }));
    await screen.findByText('Remove Pia?');
    expect(session.sent).toEqual([]);
    fireEvent.click(screen.getByRole('switch'));
    fireEvent.click(screen.getByRole('button', { name: 'Remove and ban' }));
    expect(session.sent).toEqual([{ name: 'moderation:remove', input: { member: 'pia', ban: true } }]);
    await waitFor(() => expect(screen.queryByText('Remove Pia?')).toBeNull());
  });

  it('close when their person has left', async () => {
    const session = meetingAs('host');
    show(session);
    entriesFor('Pia');
    fireEvent.click(screen.getByRole('menuitem', { name: 'Role and permissions…' }));
    await screen.findByText('Pia: role and permissions');
    act(() =>
      session.store.setState(({ states }) => ({ states: { ...states, presence: { members: { me: person('me') } } } })),
    );
    await waitFor(() => expect(screen.queryByText('Pia: role and permissions')).toBeNull());
  });

  it('lock at once, each lock separately', async () => {
    const session = meetingAs('moderator');
    show(session);
    fireEvent.click(screen.getByRole('button', { name: 'More options for moderators' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Permissions…' }));
    fireEvent.click(await screen.findByRole('switch', { name: 'Turn on cameras' }));
    expect(session.sent).toEqual([{ name: 'moderation:lock', input: { locks: { cameras: true } } }]);
  });
});

describe('leaving', () => {
  /** The button that leaves, for me in this role with these others. */
  function leaving(role: Role, others: readonly PresentMember[]) {
    const state = meetingState({}, [person('me', { role }), ...others]);
    const session = fakeSession({ ...state, me: { ...state.me, role, abilities: [...abilitiesOfRole[role]] } });
    const { Watcher } = moderationSlots;
    onPage(
      <>
        <LeaveButton />
        {Watcher && <Watcher />}
      </>,
      session,
      [moderationSlots],
    );
    fireEvent.click(screen.getByRole('button', { name: 'Leave' }));
    return session;
  }
  const offered = () => screen.queryAllByRole('menuitem').map(({ textContent }) => textContent);
  const isGone = (session: Fake) => session.store.getState().line.state === 'closed';
  const mo = person('mo', { name: 'Mo', role: 'moderator', joinedAt: 2 });
  const pia = person('pia', { name: 'Pia', joinedAt: 1 });

  it.each([
    ['a moderator', 'moderator', [pia]],
    ['a host alone', 'host', [person('away', { online: false })]],
  ] as const)('goes at one press: %s', async (_who, role, others) => {
    const session = leaving(role, others);
    await waitFor(() => expect(isGone(session)).toBe(true));
    expect(offered()).toEqual([]);
  });

  it('makes the chosen member a host before the only host goes', async () => {
    const session = leaving('host', [pia, mo]);
    expect(offered()).toEqual(['Hand over and leave…', 'Leave without a host', 'End meeting for everyone…']);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Hand over and leave…' }));
    expect(await screen.findByRole('button', { name: /New host/ })).toHaveProperty(
      'textContent',
      expect.stringContaining('Mo · Moderator'),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Hand over and leave' }));
    await waitFor(() => expect(isGone(session)).toBe(true));
    expect(session.sent).toEqual([{ name: 'moderation:promote', input: { member: 'mo', role: 'host' } }]);
  });

  it('keeps the host inside when the hand-over is refused', async () => {
    const session = leaving('host', [pia]);
    session.refuse = new AppError('notFound', 'gone');
    fireEvent.click(screen.getByRole('menuitem', { name: 'Hand over and leave…' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Hand over and leave' }));
    await waitFor(() => expect(session.sent).toHaveLength(1));
    expect(isGone(session)).toBe(false);
  });

  it('asks for no hand-over while another host is here', () => {
    leaving('host', [person('hanna', { role: 'host' }), pia]);
    expect(offered()).toEqual(['Leave (another host stays)', 'End meeting for everyone…']);
  });
});

it('has a sentence for every deed', () => {
  for (const what of deedKinds) {
    const said = wordsOfDeed({ by: 'Ana', what, about: 'Ben', detail: abilities[0], at: 0 }, words.t);
    expect(said, what).toMatch(/^Ana [a-z]/);
  }
});
