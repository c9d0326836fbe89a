import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { PageFrame } from '../../../app/entry/PageFrame.tsx';
import { Film } from './film.ts';

/** What the server's own browser opens to make one file of a recording: it asks `plenumFilm` for one step after the other. */
export function FilmPage({ id }: { readonly id: string }) {
  const { t } = useTranslation('recording');
  useEffect(() => {
    const key = new URLSearchParams(location.search).get('key');
    Object.assign(window, { plenumFilm: new Film(id, key === null ? {} : { key }) });
  }, [id]);
  return (
    <PageFrame title={t('take.making.video')}>
      <output className="p-6 text-center text-dim">{t('take.making.video')}</output>
    </PageFrame>
  );
}
