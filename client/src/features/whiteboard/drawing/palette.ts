import type { Colour } from '@plenum/shared/features/whiteboard/shapes';

interface Look {
  /** Lines and letters: contrast 4.5:1 on white, except yellow. */
  readonly ink: string;
  /** A transparent surface. */
  readonly wash: string;
  /** A sticky note; its letters are dark. */
  readonly paper: string;
}

/** The look of each colour on a page. Pages are light in every theme. */
export const palette: Readonly<Record<Colour, Look>> = {
  ink: { ink: '#1f2a2e', wash: '#d9dddd', paper: '#eceeee' },
  grey: { ink: '#66747b', wash: '#e6eaeb', paper: '#dfe4e6' },
  red: { ink: '#c8323a', wash: '#f8dcdc', paper: '#f7c4c1' },
  orange: { ink: '#b5560f', wash: '#fae4d0', paper: '#f9d0a7' },
  yellow: { ink: '#d9a400', wash: '#fdf3cf', paper: '#fbe38e' },
  green: { ink: '#2c8a5a', wash: '#d7efe1', paper: '#bfe6cb' },
  teal: { ink: '#1a7f83', wash: '#d3eeee', paper: '#b4e3e2' },
  blue: { ink: '#2767b8', wash: '#dae7f7', paper: '#bfd9f5' },
  violet: { ink: '#7347c0', wash: '#e7def6', paper: '#d9c9f3' },
  pink: { ink: '#bb3583', wash: '#f7dcec', paper: '#f5c6e0' },
};

/** Letters on sticky notes. */
export const noteInk = '#1f2a2e';
