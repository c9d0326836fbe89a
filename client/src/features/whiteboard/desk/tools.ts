export const lineTools = ['line', 'arrow'] as const;
export const boxTools = ['rectangle', 'ellipse', 'triangle'] as const;

/** The tool of the pointer. `hand`: the board ignores the pointer, which moves the page. */
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
