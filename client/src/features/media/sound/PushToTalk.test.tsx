import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { preferences } from '../../../app/preferences/preferences.ts';
import { fakeDevices } from '../../../testing/fakeDevices.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { LocalMedia } from '../local/LocalMedia.ts';
import { LocalMediaContext } from '../local/localMediaContext.ts';
import { PushToTalk } from './PushToTalk.tsx';

const space = { key: ' ', code: 'Space' };

describe('the space bar', () => {
  usePage();
  let local: LocalMedia;
  beforeEach(async () => {
    fakeDevices();
    preferences.setState({ shortcuts: true });
    local = new LocalMedia();
    await local.start('mic');
    local.mute(true);
    onPage(
      <LocalMediaContext value={local}>
        <PushToTalk />
        <button type="button">Camera</button>
        <input aria-label="text" />
      </LocalMediaContext>,
    );
  });
  afterEach(() => {
    local.close();
    vi.unstubAllGlobals();
  });

  /** The browser shows every focus as soon as a key is pressed. */
  function showFocus(element: Element): void {
    const matches = element.matches.bind(element);
    vi.spyOn(element, 'matches').mockImplementation((selector) => selector === ':focus-visible' || matches(selector));
  }
  function click(): HTMLElement {
    const button = screen.getByRole('button', { name: 'Camera' });
    fireEvent.pointerDown(button);
    button.focus();
    fireEvent.pointerUp(button);
    showFocus(button);
    return button;
  }
  /** True when the browser would press the element. */
  const press = (element: Element) =>
    [fireEvent.keyDown(element, space), fireEvent.keyUp(element, space)].includes(true);

  it('talks after a click on a button, and does not press the button again', async () => {
    const button = click();
    expect(fireEvent.keyDown(button, space)).toBe(false);
    await waitFor(() => expect(local.state.micMuted).toBe(false));
    expect(fireEvent.keyUp(button, space)).toBe(false);
    await waitFor(() => expect(local.state.micMuted).toBe(true));
  });

  it('does not press a clicked button when there is nothing to say', () => {
    const button = click();
    local.mute(false);
    expect(press(button)).toBe(false);
    local.stop('mic');
    expect(press(button)).toBe(false);
    expect(local.state.mic.state).toBe('off');
  });

  it('presses a button that was reached by keyboard', () => {
    const button = screen.getByRole('button', { name: 'Camera' });
    fireEvent.keyDown(document.body, { key: 'Tab', code: 'Tab' });
    button.focus();
    expect(press(button)).toBe(true);
    expect(local.state.micMuted).toBe(true);
    // A click takes the button from the keyboard.
    fireEvent.pointerDown(button);
    expect(press(button)).toBe(false);
  });

  it('is a space in a text, and rests when shortcuts are off', () => {
    expect(press(screen.getByLabelText('text'))).toBe(true);
    preferences.setState({ shortcuts: false });
    expect(press(click())).toBe(true);
    expect(local.state.micMuted).toBe(true);
  });
});
