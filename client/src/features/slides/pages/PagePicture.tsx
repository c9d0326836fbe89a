import type { Page, Presentation, View } from '@plenum/shared/features/slides/contract';
import type { Size } from '../../../ui/useSize.ts';
import { ImagePicture } from './ImagePicture.tsx';
import { PdfPicture } from './PdfPicture.tsx';

interface Props {
  readonly presentation: Presentation;
  readonly page: Page;
  readonly view: View;
  readonly box: Size;
}

/** The page without drawings, from a PDF, a picture or empty. Paper is white also in the dark theme. */
export function PagePicture(props: Props) {
  const { page, presentation } = props;
  return (
    <div className="absolute inset-0 overflow-hidden bg-white">
      {page.picture !== undefined && <ImagePicture {...props} />}
      {page.picture === undefined && !page.blank && presentation.kind === 'pdf' && <PdfPicture {...props} />}
    </div>
  );
}
