import { numberOf, type Page, type Presentation, type View } from '@plenum/shared/features/slides/contract';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useSession } from '../../../app/session.ts';
import { Library } from './library.ts';
import { PageState } from './PageState.tsx';
import { Placed } from './Placed.tsx';
import { wholeOf } from '../stage/view.ts';

interface Props {
  readonly presentation: Presentation;
  readonly page: Page;
  readonly view: View;
}

/** A page that is a picture. */
export function ImagePicture({ presentation, page, view }: Props) {
  const { t } = useTranslation();
  const number = numberOf(page.id);
  const picture = useStore(Library.of(useSession()).picture(presentation, number));
  if (picture.state !== 'ready') return <PageState loading={picture} retryKey={page.id} />;
  return (
    <Placed region={wholeOf(page)} view={view}>
      <img
        src={picture.value}
        alt={t('slides.pictureOf', { name: presentation.name, number })}
        draggable={false}
        className="block size-full"
      />
    </Placed>
  );
}
