import { useFeatures } from '../../../app/house.ts';
import type { PageOnStage } from '../slot.ts';

/** The features' layers over a page, in the page's box. */
export function Layers({ page }: { readonly page: PageOnStage }) {
  return useFeatures().map(
    ({ name, PageLayer }) =>
      PageLayer && (
        <div key={name} className="absolute inset-0 overflow-hidden">
          <PageLayer page={page} />
        </div>
      ),
  );
}
