import { ImagePlus, Shapes } from 'lucide-react';
import { useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PageOnStage } from '../../slides/slot.ts';
import { Menu } from '../../../ui/Menu.tsx';
import { pictureTypes } from '../desk/bringPictures.ts';
import { boxTools, lineTools } from '../desk/tools.ts';
import { toolButton, ToolIcon } from './toolButton.tsx';
import { useBringPictures } from '../useBringPictures.ts';
import { useDesk, useDeskState } from '../useBoard.ts';

const inMenu = [...boxTools, ...lineTools] as const;

/** Shapes that are drawn by dragging, and pictures from this device. */
export function ShapeTools({ page }: { readonly page: PageOnStage }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const bring = useBringPictures(page);
  const field = useRef<HTMLInputElement>(null);
  const tool = useDeskState((state) => state.tool);
  const chosen = inMenu.find((one) => one === tool);
  const label = t('whiteboard.shapesMenu');
  return (
    <>
      <Menu
        label={label}
        placement="bottom end"
        groups={[
          {
            id: 'shapes',
            title: label,
            chosen: chosen ?? '',
            entries: inMenu.map((one) => ({
              id: one,
              label: t(`whiteboard.tool.${one}`),
              icon: <ToolIcon tool={one} />,
              run: () => desk.setTool(one),
            })),
          },
          {
            id: 'pictures',
            entries: [
              {
                id: 'picture',
                label: t('whiteboard.picture.add'),
                icon: <ImagePlus aria-hidden="true" className="size-5" />,
                run: () => field.current?.click(),
              },
            ],
          },
        ]}
        trigger={
          <AriaButton
            aria-label={chosen ? `${label}: ${t(`whiteboard.tool.${chosen}`)}` : label}
            className={toolButton(chosen !== undefined)}
          >
            {chosen ? <ToolIcon tool={chosen} /> : <Shapes aria-hidden="true" className="size-5" />}
          </AriaButton>
        }
      />
      <input
        ref={field}
        type="file"
        multiple
        hidden
        accept={pictureTypes}
        aria-label={t('whiteboard.picture.choose')}
        onChange={({ target }) => {
          bring(target.files ?? undefined);
          // Without this, choosing the same file again would fire no event.
          target.value = '';
        }}
      />
    </>
  );
}
