import type { MeetingState } from '../core/store.ts';

/** One thing to paint; path data is absolute M, L, C, Q and Z, lengths are page units. */
export type PrintPart =
  | { readonly kind: 'fill'; readonly d: string; readonly colour: string; readonly opacity?: number }
  | {
      readonly kind: 'stroke';
      readonly d: string;
      readonly colour: string;
      readonly width: number;
      readonly dash?: readonly number[];
      readonly opacity?: number;
    }
  | {
      readonly kind: 'text';
      /** Each with the left end of its baseline. */
      readonly lines: readonly { readonly text: string; readonly x: number; readonly y: number }[];
      readonly size: number;
      readonly colour: string;
    }
  /** A picture that is a file of the room, stretched over its box. */
  | { readonly kind: 'picture'; readonly file: string; readonly width: number; readonly height: number };

/** Parts in the coordinates of a box on the page, which is turned by `angle` degrees round its middle. */
export interface Print {
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly angle: number;
  readonly parts: readonly PrintPart[];
}

/** What a feature has put on a page as the meeting is now, lowest first, for paper and pictures. */
export type PrintsOf = (state: Pick<MeetingState, 'states'>, page: string) => readonly Print[];

/** Who may have put something on pages: a feature, as far as paper is concerned. */
export interface Printer {
  readonly loadPrints?: () => Promise<PrintsOf>;
}
