import type { Colour } from '@plenum/shared/features/whiteboard/shapes';

/** How the next shape looks; widths and sizes in page units. */
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
