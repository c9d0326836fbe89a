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
    /** Tools beside the page; on a phone below it. */
    readonly PageTools?: ComponentType<{ readonly page: PageOnStage }>;
    /** In the bar below the page, before the numbers of pages: on a phone, what opens the tools. */
    readonly PageFootTools?: ComponentType;
    /** Shown below a page with text: what this feature offers for it. */
    readonly TextOffer?: ComponentType<{ readonly text: string }>;
    /** What this feature has put on pages, for exports; loaded on demand. */
    readonly loadPrints?: () => Promise<PrintsOf>;
  }
}
