import { useState } from 'react';
import { ChevronLeft, Pencil, Undo2 } from 'lucide-react';
import { Button as AriaButton, Toolbar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PageOnStage } from '../../slides/slot.ts';
import { cx } from '../../../ui/cx.ts';
import { Tip } from '../../../ui/Tip.tsx';
import { type Tool, toolKeys } from '../desk/tools.ts';
import { MoreTools } from './MoreTools.tsx';
import { ShapeTools } from './ShapeTools.tsx';
import { StylePicker } from './StylePicker.tsx';
import { toolButton, ToolIcon } from './toolButton.tsx';
import { useDesk, useDeskState, useMayDraw, useMayManage } from '../useBoard.ts';

const inBar = ['hand', 'select', 'pen', 'highlighter', 'eraser', 'text', 'note'] as const;

/** The tools at the left of the stage. They fade while a stroke is drawn, and fold on a phone. */
export function Tools({ page }: { readonly page: PageOnStage }) {
  const { t } = useTranslation();
  const may = useMayDraw();
  const drawing = useDeskState((state) => state.drawing);
  const [open, setOpen] = useState(false);
  const manages = useMayManage();
  if ((!may && !manages) || page.place !== 'stage') return null;
  return (
    <div
      style={{ containerType: 'size' }}
      className={cx(
        'pointer-events-none absolute inset-0 z-10 flex items-start p-1 transition-opacity sm:items-center sm:px-3 [&>*]:pointer-events-auto',
        drawing && 'opacity-25 [&>*]:pointer-events-none',
      )}
    >
      <AriaButton
        aria-expanded={open}
        aria-label={t(open ? 'whiteboard.hideTools' : 'whiteboard.showTools')}
        onPress={() => setOpen(!open)}
        className={cx(toolButton(false), 'shrink-0 rounded-tile border border-line bg-surface shadow-float sm:hidden')}
      >
        {open ? (
          <ChevronLeft aria-hidden="true" className="size-5" />
        ) : (
          <Pencil aria-hidden="true" className="size-5" />
        )}
      </AriaButton>
      <Bar page={page} open={open} may={may} />
    </div>
  );
}

interface BarProps {
  readonly page: PageOnStage;
  readonly open: boolean;
  /** False for a member who may only decide who draws. */
  readonly may: boolean;
}

function Bar({ page, open, may }: BarProps) {
  const { t } = useTranslation();
  return (
    <Toolbar
      aria-label={t('whiteboard.tools')}
      orientation="vertical"
      className={cx(
        'overflow-auto rounded-tile border border-line bg-surface p-1 text-text shadow-float',
        'max-sm:ml-1 max-sm:flex-row sm:max-h-[calc(100cqh-1rem)] sm:flex-col sm:flex-wrap',
        open ? 'flex' : 'hidden sm:flex',
      )}
    >
      {may && (
        <>
          {inBar.map((tool) => (
            <ToolButton key={tool} tool={tool} />
          ))}
          <ShapeTools page={page} />
          <ToolButton tool="laser" />
          <StylePicker page={page} />
          <UndoButton page={page} />
        </>
      )}
      <MoreTools page={page} may={may} />
    </Toolbar>
  );
}

function ToolButton({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const chosen = useDeskState((state) => state.tool === tool);
  return (
    <Tip words={t(`whiteboard.tool.${tool}`)} hotkey={toolKeys[tool]} placement="right">
      <AriaButton
        aria-label={t(`whiteboard.tool.${tool}`)}
        aria-pressed={chosen}
        onPress={() => desk.setTool(tool)}
        className={toolButton(chosen)}
      >
        <ToolIcon tool={tool} />
      </AriaButton>
    </Tip>
  );
}

function UndoButton({ page }: { readonly page: PageOnStage }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const canUndo = useDeskState((state) => state.canUndo);
  return (
    <Tip words={t('whiteboard.undo')} placement="right">
      <AriaButton
        aria-label={t('whiteboard.undo')}
        isDisabled={!canUndo}
        onPress={() => desk.undo(page.id)}
        className={toolButton(false)}
      >
        <Undo2 aria-hidden="true" className="size-5" />
      </AriaButton>
    </Tip>
  );
}
