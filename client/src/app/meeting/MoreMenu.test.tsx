import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { chatSlots } from '../../features/chat/slots.ts';
import { fakeSession, meetingState, message, person, setMessages } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { MoreMenu } from './MoreMenu.tsx';

usePage();

function more(folded: readonly string[]) {
  const session = fakeSession(meetingState({}, [person('me'), person('ben', { name: 'Ben' })]));
  onPage(<MoreMenu folded={new Set(folded)} onSettings={() => {}} onShortcuts={() => {}} />, session, [chatSlots]);
  act(() => setMessages(session, [message('1', { from: 'ben', name: 'Ben', text: 'hello' })]));
  return screen.getByRole('button', { name: 'More' });
}

it('has a mark for new messages when the chat has no place in the bar', () => {
  const button = more(['chat']);
  expect(button.querySelector('[data-count="1"]')).toBeTruthy();
  const words = document.getElementById(button.getAttribute('aria-describedby') ?? '');
  expect(words?.textContent).toMatch(/1 new message/);
});

it('has none while the chat shows them itself', () => {
  expect(more([]).querySelector('[data-count]')).toBeNull();
});
