import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeSession, meetingState } from '../../../testing/fakeSession.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { toasts } from '../../../ui/toasts.ts';
import { rememberRoom } from '../../entry/roomKeys.ts';
import { InviteTile } from '../stage/InviteTile.tsx';
import { ShareDialog } from './ShareDialog.tsx';

usePage();
beforeEach(() => toasts.setState({ list: [] }));

const room = { id: 'abcd-efgh', title: 'Assembly & more' };
const session = () => fakeSession(meetingState({ room }));
const link = `${location.origin}/r/abcd-efgh`;

describe('inviting', () => {
  it('is one press, also for a host, and offers the other ways afterwards', async () => {
    rememberRoom({ ...room, keys: { host: 'a-key-of-the-host' } });
    const writeText = vi.fn<(text: string) => Promise<void>>(async () => {});
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
    onPage(<InviteTile />, session());
    fireEvent.click(screen.getByRole('button', { name: 'Copy link' }));
    expect(writeText).toHaveBeenCalledExactlyOnceWith(link);
    await waitFor(() => expect(toasts.getState().list[0]?.action?.label).toBe('More ways to invite'));
    fireEvent.click(screen.getByRole('button', { name: `Copy: ${link}` }));
    expect(writeText).toHaveBeenCalledTimes(2);
  });

  it('has a mail, a calendar file, and no link with rights for those who hold no key', () => {
    onPage(<ShareDialog />, session());
    const mail = new URL(screen.getByRole('link', { name: 'Send by email' }).getAttribute('href') ?? '');
    expect(mail.searchParams.get('subject')).toBe('Invitation: Assembly & more');
    expect(mail.searchParams.get('body')).toContain(`\n${link}`);
    expect(screen.getByRole('button', { name: /\.ics/ })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show QR code' }));
    expect(screen.getByRole('img', { name: `QR code of ${link}` })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Links with more permissions' })).toBeNull();
  });

  it('keeps the links with more permissions folded, behind a warning, with their keys hidden', async () => {
    rememberRoom({ ...room, keys: { host: 'a-key-of-the-host' } });
    onPage(<ShareDialog />, session());
    const fold = await screen.findByRole('button', { name: 'Links with more permissions' });
    expect(fold.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(fold);
    expect(screen.getByText(/Anyone who gets one of these links/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Copy: Host link' })).toBeTruthy();
    expect(document.body.textContent).not.toContain('a-key-of-the-host');
  });
});
