import { type PageOnStage, useFeatures } from '../../app/slots.ts';

/** What features paint over a page, in the page's box. */
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
