import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startI18n, words } from '../../../i18n/i18n.ts';
import { fakeSession, meetingState } from '../../../testing/fakeSession.ts';
import { toasts } from '../../../ui/toasts.ts';
import { problemsOf, upload, uploadsOf } from './uploads.ts';

beforeAll(() => startI18n('en'));

const cut = { name: 'roof.jpg', trouble: 'cut' } as const;
const gone = { name: 'a.pdf', trouble: 'unreadable' } as const;
const done = { stage: 'done', presentation: 'deck' } as const;

describe('what is said of an upload', () => {
  it.each([
    ['nothing, when all is well', done, [], []],
    ['a missing part, although it is ready', done, [cut], ['Part of the image “roof.jpg” is missing']],
    ['a missing part, instead of a damaged file', { stage: 'refused', reason: 'broken' }, [cut], ['is missing']],
    [
      'the bound that was met, also of a picture that is cut',
      { stage: 'refused', reason: 'size' },
      [cut],
      ['too large'],
    ],
    ['a file that cannot be read, instead of the connection', { stage: 'failed' }, [gone], ['can’t be read']],
    ['the connection, when the files are well', { stage: 'failed' }, [], ['connection']],
    ['the form that only other programs show', { stage: 'refused', reason: 'form' }, [], ['Adobe']],
  ] as const)('is %s', (_what, state, troubles, wanted) => {
    const said = problemsOf(words.t, { state, troubles });
    expect(said).toEqual(wanted.map((part) => expect.stringContaining(part)));
  });

  it('is a toast when the dialog is closed, which names the file', async () => {
    toasts.setState({ list: [] });
    class BrokenRequest extends EventTarget {
      upload = new EventTarget();
      open = () => undefined;
      setRequestHeader = () => undefined;
      send = () => queueMicrotask(() => this.dispatchEvent(new Event('error')));
    }
    vi.stubGlobal('XMLHttpRequest', BrokenRequest);
    const session = fakeSession(meetingState());
    const file = Object.assign(new File(['x'], 'roof.jpg', { type: 'image/jpeg' }), {
      arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
    });
    upload(session, [file]);
    await vi.waitFor(() => expect(toasts.getState().list).toHaveLength(1), { timeout: 15_000 });
    expect(toasts.getState().list[0]?.words).toMatch(/^“roof.jpg” can’t be read/);
    expect(uploadsOf(session).getState().list[0]?.troubles).toEqual([{ name: 'roof.jpg', trouble: 'unreadable' }]);
    vi.unstubAllGlobals();
  });
});
