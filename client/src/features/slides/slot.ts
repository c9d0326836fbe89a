import type { ComponentType } from 'react';
import type { PrintsOf } from '../../app/prints.ts';

/** A page that is shown on the stage: its size in page units (shared/features/slides), and which part is seen. */
export interface PageOnStage {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** The seen part, in page units, fitted into the layer's box. */
  readonly view: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Whether this is the stage (to be worked on) or a picture of it. */
  readonly place: 'stage' | 'strip';
}

declare module '../../app/slots.ts' {
  interface FeatureSlots {
    /** Painted over a page on the stage, filling its box exactly: drawings, pointers. */
    readonly PageLayer?: ComponentType<{ readonly page: PageOnStage }>;
    /** Beside the page on the stage, floating over it: tools. */
    readonly PageTools?: ComponentType<{ readonly page: PageOnStage }>;
    /** Under a page on the stage that has words on it: what this feature makes of them. */
    readonly TextOffer?: ComponentType<{ readonly text: string }>;
    /** What this feature has put on pages, for those who save them; loaded when somebody does. */
    readonly loadPrints?: () => Promise<PrintsOf>;
  }
}
