import { findPage } from '@plenum/shared/features/slides/contract';
import { PagePicture } from '../../features/slides/pages/PagePicture.tsx';
import { wholeOf } from '../../features/slides/stage/view.ts';
import { pageAt } from './contents.ts';
import { usePlayback } from './playbackContext.ts';

const width = 180;

/** A small picture of the page that is on the stage at a time; nothing without a page. */
export function Thumbnail({ at }: { readonly at: number }) {
  const { contents } = usePlayback();
  const found = findPage(contents.presentations, pageAt(contents, at));
  if (!found) return null;
  const { presentation, page } = found;
  const box = { width, height: Math.min(width, (width * page.height) / page.width) };
  return (
    <div key={page.id} className="relative mx-auto overflow-hidden rounded-md bg-white" style={box}>
      <PagePicture presentation={presentation} page={page} view={wholeOf(page)} box={box} />
    </div>
  );
}
