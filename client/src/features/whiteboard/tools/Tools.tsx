import { useRef } from 'react';
import { Undo2 } from 'lucide-react';
import { Button as AriaButton, Toolbar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PageOnStage } from '../../slides/slot.ts';
import { cx } from '../../../ui/cx.ts';
import { remInPx } from '../../../ui/rem.ts';
import { Tip } from '../../../ui/Tip.tsx';
import { useMedia } from '../../../ui/useMedia.ts';
import { useSize } from '../../../ui/useSize.ts';
import { type Tool, toolKeys } from '../desk/tools.ts';
import { MoreTools } from './MoreTools.tsx';
import { ShapeTools } from './ShapeTools.tsx';
import { StylePicker } from './StylePicker.tsx';
import { toolButton, ToolIcon } from './toolButton.tsx';
import { useDesk, useDeskState, useMayDraw, useMayManage } from '../useBoard.ts';

const inBar = ['hand', 'select', 'pen', 'highlighter', 'eraser', 'text', 'note'] as const;

/** Tools that leave a low bar for the menu, the first first. */
const foldOrder: readonly Tool[] = ['laser', 'note', 'highlighter', 'hand', 'text', 'select'];
/** Buttons in the whole bar: the tools, shapes, laser, style, undo and the menu. */
const buttons = inBar.length + 5;
/** The edge of a button, and what the bar needs beside the buttons, in rem. */
const edge = 2.75;
const beside = 1.75;

/** The tools that have no room in a bar of this height in rem; 0 is a height that is not measured yet. */
export function foldedTools(height: number): readonly Tool[] {
  const room = Math.floor((height - beside) / edge);
  return height === 0 ? [] : foldOrder.slice(0, Math.max(0, buttons - room));
}

/** The tools at the left of the page; on a phone a row below it. They fade while a stroke is drawn. */
export function Tools({ page }: { readonly page: PageOnStage }) {
  const may = useMayDraw();
  const manages = useMayManage();
  if ((!may && !manages) || page.place !== 'stage') return null;
  return <Place page={page} may={may} />;
}

function Place({ page, may }: Pick<BarProps, 'page' | 'may'>) {
  const drawing = useDeskState((state) => state.drawing);
  const open = useDeskState((state) => state.toolsOpen);
  const place = useRef<HTMLDivElement>(null);
  const { height } = useSize(place);
  // A phone has them in a row, which can be scrolled.
  const isRow = useMedia('(max-width: 39.99em)');
  return (
    <div
      ref={place}
      className={cx(
        'z-10 shrink-0 items-center transition-opacity sm:flex sm:p-2',
        open ? 'flex' : 'hidden',
        drawing && 'pointer-events-none opacity-25',
      )}
    >
      <Bar page={page} may={may} folded={isRow ? [] : foldedTools(height / remInPx())} />
    </div>
  );
}

interface BarProps {
  readonly page: PageOnStage;
  /** False for a member who may only decide who draws. */
  readonly may: boolean;
  readonly folded: readonly Tool[];
}

function Bar({ page, may, folded }: BarProps) {
  const { t } = useTranslation();
  return (
    <Toolbar
      aria-label={t('whiteboard.tools')}
      orientation="vertical"
      className="flex overflow-auto border-line bg-surface p-1 text-text max-sm:w-full max-sm:border-t sm:max-h-full sm:flex-col sm:rounded-tile sm:border"
    >
      {may && (
        <>
          {inBar.map((tool) => !folded.includes(tool) && <ToolButton key={tool} tool={tool} />)}
          <ShapeTools page={page} />
          {!folded.includes('laser') && <ToolButton tool="laser" />}
          <StylePicker page={page} />
          <UndoButton page={page} />
        </>
      )}
      <MoreTools page={page} may={may} folded={may ? folded : []} />
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
