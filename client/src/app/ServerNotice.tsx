import { readNotice } from '@plenum/shared/api/operator/noticeContract';
import { useEffect } from 'react';
import { call } from '../core/http.ts';
import { tabStorage } from '../core/storage.ts';
import { dismissToast, showToast } from '../ui/toasts.ts';

/** How often a page that is seen asks, in ms. */
const everyMs = 60_000;
/** Where this tab keeps the notice that it has shown: a reload does not show it again. */
const place = 'plenum.notice';

/** Shows what the people who run the server tell everybody, on every page and in meetings, until it ends or is dismissed. */
export function ServerNotice() {
  useEffect(() => {
    let shown: { readonly id: number; readonly text: string } | undefined;
    let isWanted = true;
    const take = (text: string | undefined) => {
      if (!isWanted || text === shown?.text) return;
      if (shown) dismissToast(shown.id);
      shown = undefined;
      if (text === undefined) return tabStorage.remove(place);
      if (tabStorage.load(place) === text) return;
      shown = { text, id: showToast({ tone: 'warning', words: text }, 0) };
      tabStorage.save(place, text);
    };
    const ask = () => {
      if (document.visibilityState !== 'visible') return;
      // A page that cannot ask now asks again; the person learns of the lost connection elsewhere.
      call(location.origin, readNotice, { params: {} }).then(
        ({ notice }) => take(notice?.text),
        () => undefined,
      );
    };
    ask();
    const timer = setInterval(ask, everyMs);
    document.addEventListener('visibilitychange', ask);
    return () => {
      isWanted = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, []);
  return null;
}
