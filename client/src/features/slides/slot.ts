import type { ComponentType } from 'react';
import type { PrintsOf } from '../../app/prints.ts';

/** A page on the stage: its size in page units (shared/features/slides), and its visible part. */
export interface PageOnStage {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** The visible part in page units, fitted into the layer's box. */
  readonly view: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** `stage`: the page itself, to work on. `strip`: a small picture of it. */
  readonly place: 'stage' | 'strip';
}

declare module '../../app/slots.ts' {
  interface FeatureSlots {
    /** A layer over a page on the stage, exactly in its box: drawings, pointers. */
    readonly PageLayer?: ComponentType<{ readonly page: PageOnStage }>;
    /** Tools that float over the stage, beside the page. */
    readonly PageTools?: ComponentType<{ readonly page: PageOnStage }>;
    /** Shown below a page with text: what this feature offers for it. */
    readonly TextOffer?: ComponentType<{ readonly text: string }>;
    /** What this feature has put on pages, for exports; loaded on demand. */
    readonly loadPrints?: () => Promise<PrintsOf>;
  }
}
