import type { ReactNode } from 'react';
import { hookSlot } from '../../app/house.ts';

/** Something that stands among the messages of the meeting, by its time. `at` is epoch ms of the server. */
export interface FeedItem {
  readonly key: string;
  readonly at: number;
  readonly render: () => ReactNode;
}

declare module '../../app/slots.ts' {
  interface FeatureSlots {
    /** A hook: what stands among the messages of the meeting. */
    readonly useFeed?: () => readonly FeedItem[];
  }
}

/** What features have for the list of messages. */
export const useFeedItems = hookSlot(({ useFeed }) => useFeed);
