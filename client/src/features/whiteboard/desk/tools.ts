import type { Colour } from '@plenum/shared/features/whiteboard/shapes';

export const lineTools = ['line', 'arrow'] as const;
export const boxTools = ['rectangle', 'ellipse', 'triangle'] as const;

/** What the pointer does. `hand`: nothing here, it moves the page. */
export type Tool =
  | 'hand'
  | 'select'
  | 'pen'
  | 'highlighter'
  | 'eraser'
  | 'text'
  | 'note'
  | (typeof boxTools)[number]
  | (typeof lineTools)[number]
  | 'laser';

/** How the next thing looks. Sizes in page units. */
export interface Style {
  readonly colour: Colour;
  readonly width: number;
  readonly dash: 'solid' | 'dashed' | 'dotted';
  readonly fill: 'none' | 'wash' | 'solid';
  readonly size: number;
}

export const firstStyle: Style = { colour: 'green', width: 6, dash: 'solid', fill: 'none', size: 40 };
export const widths = [3, 6, 12, 24] as const;
export const sizes = [24, 40, 64, 96] as const;

/** The key of each tool while the board has the focus. */
export const toolKeys: Readonly<Record<Tool, string>> = {
  hand: 'H',
  select: 'V',
  pen: 'P',
  highlighter: 'I',
  eraser: 'E',
  text: 'T',
  note: 'N',
  rectangle: 'R',
  ellipse: 'O',
  triangle: 'G',
  line: 'L',
  arrow: 'A',
  laser: 'K',
};
