import { poll } from '@plenum/shared/features/poll/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { shapeOn } from '@plenum/shared/features/whiteboard/pages';
import { MoreHorizontal } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { useMeeting } from '../../../app/session.ts';
import type { PageOnStage } from '../../slides/slot.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { stateOf } from '../../../core/store.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx';
import { lastResult, pollShapes } from '../desk/pollShapes.ts';
import type { Tool } from '../desk/tools.ts';
import { copiedAs, copySelection, duplicateSelection, paste, type Pile, reorder } from '../desk/actions.ts';
import { copyText } from '../../../ui/copyText.ts';
import { showToast } from '../../../ui/toasts.ts';
import { wordsOfSelected } from '../wordsOfShape.ts';
import { toolButton, ToolIcon } from './toolButton.tsx';
import { useBoardPage, useDesk, useDeskState, useMayManage } from '../useBoard.ts';
import { WhoDialog } from './WhoDialog.tsx';

const piles: readonly Pile[] = ['front', 'up', 'down', 'back'];

interface Props {
  readonly page: PageOnStage;
  readonly may: boolean;
  /** Tools that the bar has no room for. */
  readonly folded: readonly Tool[];
}

/** Actions for the selection and for the whole page. */
export function MoreTools({ page, may, folded }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const manages = useMayManage();
  const canRedo = useDeskState((state) => state.canRedo);
  const ofSelection = useSelectionEntries(page);
  const [open, setOpen] = useState<'clear' | 'clearMine' | 'who'>();
  const close = () => setOpen(undefined);
  const result = useMeeting((state) => lastResult(stateOf(state, poll).polls));
  const putResult = () => {
    const { view } = page;
    const place = { x: view.x + view.width * 0.15, y: view.y + view.height * 0.2, width: view.width * 0.7 };
    const shapes = result ? pollShapes(t, result, { ...place, order: desk.topOrder(page.id) }) : [];
    desk.put(page.id, shapes);
    desk.setTool('select');
    desk.select(shapes.map(({ id }) => id));
  };
  const pasteHere = () => {
    if (!paste(desk, page.id)) showToast({ tone: 'warning', words: t('whiteboard.pasted.nothing') });
  };
  const tools = folded.map((tool) => ({
    id: tool,
    label: t(`whiteboard.tool.${tool}`),
    icon: <ToolIcon tool={tool} />,
    run: () => desk.setTool(tool),
  }));
  return (
    <>
      <Menu
        label={t('whiteboard.more')}
        groups={[
          { id: 'tools', entries: tools },
          { id: 'selection', entries: ofSelection },
          {
            id: 'page',
            entries: [
              ...(may
                ? [{ id: 'redo', label: t('whiteboard.redo'), disabled: !canRedo, run: () => desk.redo(page.id) }]
                : []),
              ...(may ? [{ id: 'paste', label: t('whiteboard.paste'), run: pasteHere }] : []),
              ...(may && result ? [{ id: 'poll', label: t('whiteboard.pollResult'), run: putResult }] : []),
              ...(manages ? [{ id: 'who', label: t('whiteboard.who'), run: () => setOpen('who') }] : []),
              ...(may
                ? [{ id: 'clearMine', label: t('whiteboard.clearMine'), danger: true, run: () => setOpen('clearMine') }]
                : []),
              ...(manages
                ? [{ id: 'clear', label: t('whiteboard.clear'), danger: true, run: () => setOpen('clear') }]
                : []),
            ],
          },
        ]}
        trigger={
          <AriaButton aria-label={t('whiteboard.more')} className={toolButton(false)}>
            <MoreHorizontal aria-hidden="true" className="size-5" />
          </AriaButton>
        }
      />
      {(open === 'clear' || open === 'clearMine') && <ClearDialog page={page} what={open} onClose={close} />}
      {open === 'who' && <WhoDialog onClose={close} />}
    </>
  );
}

/** Entries for the selected shapes; none without a selection. */
function useSelectionEntries(page: PageOnStage): readonly MenuEntry[] {
  const { t } = useTranslation();
  const desk = useDesk();
  const any = useDeskState((state) => state.selection.length > 0);
  const selected = useDeskState(({ selection: [id, ...others] }) => (others.length === 0 ? id : undefined));
  const board = useBoardPage(page.id);
  const shape = selected === undefined ? undefined : shapeOn(board, selected);
  const picture = shape?.kind === 'image' ? shape : undefined;
  const copy = async () => {
    const words = wordsOfSelected(t, desk, page.id);
    copySelection(desk, page.id);
    try {
      await copyText(words);
      copiedAs(words);
    } catch {
      // Without the clipboard, the shapes can be pasted in this window only.
    }
  };
  if (!any) return [];
  return [
    ...(picture
      ? [
          {
            id: 'describe',
            label: t('whiteboard.picture.describe'),
            run: () => desk.describe({ page: page.id, shape: picture }),
          },
        ]
      : []),
    { id: 'copy', label: t('whiteboard.copy'), run: () => aside(copy()) },
    { id: 'duplicate', label: t('whiteboard.duplicate'), run: () => duplicateSelection(desk, page.id) },
    ...piles.map((to) => ({ id: to, label: t(`whiteboard.pile.${to}`), run: () => reorder(desk, page.id, to) })),
    {
      id: 'delete',
      label: t('whiteboard.delete'),
      run: () => desk.remove(page.id, desk.store.getState().selection),
    },
  ];
}

interface ClearProps {
  readonly page: PageOnStage;
  readonly what: 'clear' | 'clearMine';
  readonly onClose: () => void;
}

function ClearDialog({ page, what, onClose }: ClearProps) {
  const { t } = useTranslation();
  const ask = useAsk();
  const clear = () => {
    onClose();
    aside(ask(whiteboard, what, { page: page.id }));
  };
  return (
    <Dialog open onClose={onClose} title={t(`whiteboard.${what}`)}>
      <div className="flex flex-col gap-4">
        <p>{t(what === 'clear' ? 'whiteboard.clearSure' : 'whiteboard.clearMineSure')}</p>
        <Button look="danger" onPress={clear}>
          {t('whiteboard.cleared')}
        </Button>
      </div>
    </Dialog>
  );
}
