import { Route, Switch } from 'wouter';
import { NotFoundPage } from '../../app/entry/NotFoundPage.tsx';
import { lazyPart } from '../../app/lazyPart.tsx';
import { usePageWords } from '../usePageWords.ts';
import { RecordingPage } from './RecordingPage.tsx';
import { recordingWords } from './words.ts';

/** Opened by servers alone. */
const FilmPage = lazyPart(async () => (await import('./film/FilmPage.tsx')).FilmPage);

/** The pages of recordings: a chunk of its own. */
export function RecordingPages() {
  if (!usePageWords('recording', recordingWords)) return null;
  return (
    <Switch>
      <Route path="/recordings/:recording">{({ recording }) => <RecordingPage key={recording} id={recording} />}</Route>
      <Route path="/recordings/:recording/film">{({ recording }) => <FilmPage id={recording} />}</Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
