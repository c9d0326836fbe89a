import type { Presentation } from '@plenum/shared/features/slides/contract';
import type { Refusal } from '@plenum/shared/features/slides/refusals';
import type { UploadLine, UploadQuery } from '@plenum/shared/features/slides/upload';
import type * as z from 'zod/mini';
import type { Upload } from '../../files/ports.ts';

/** An upload of slides for a space. */
export interface SlideUpload extends Pick<Upload, 'apart' | 'keep' | 'gone' | 'newId'> {
  readonly query: z.infer<typeof UploadQuery>;
  readonly say: (line: UploadLine) => void;
}

/** How uploads become slides; the feature of slides does it. */
export interface SlideMaking {
  /** Converts an upload and stores its files. @throws AppError, Refused */
  readonly makeSlides: (upload: SlideUpload) => Promise<Presentation>;
  /** The last line of an upload that failed; undefined for a fault of the server. */
  readonly refusalOf: (error: unknown) => Refusal | undefined;
}
