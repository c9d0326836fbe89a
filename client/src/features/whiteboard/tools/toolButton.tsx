import {
  ArrowUpRight,
  Circle,
  Eraser,
  Hand,
  Highlighter,
  type LucideIcon,
  Minus,
  MousePointer2,
  PenTool,
  Square,
  StickyNote,
  Target,
  Triangle,
  Type,
} from 'lucide-react';
import { cx } from '../../../ui/cx.ts';
import type { Tool } from '../desk/tools.ts';

const icons: Readonly<Record<Tool, LucideIcon>> = {
  hand: Hand,
  select: MousePointer2,
  pen: PenTool,
  highlighter: Highlighter,
  eraser: Eraser,
  text: Type,
  note: StickyNote,
  rectangle: Square,
  ellipse: Circle,
  triangle: Triangle,
  line: Minus,
  arrow: ArrowUpRight,
  laser: Target,
};

export function ToolIcon({ tool }: { readonly tool: Tool }) {
  const Icon = icons[tool];
  return <Icon aria-hidden="true" className="size-5" />;
}

/** The look of a toolbar button. */
export function toolButton(chosen: boolean): string {
  return cx(
    'grid size-11 shrink-0 place-items-center rounded-control -outline-offset-2 transition-colors data-disabled:opacity-45',
    chosen ? 'bg-accent text-accent-ink' : 'data-hovered:bg-raised data-pressed:bg-hover',
  );
}
