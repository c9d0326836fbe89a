import type { ReactNode } from 'react';
import { hookSlot } from '../../app/house.ts';

/** An item among the messages of the meeting, sorted by time. `at` is epoch ms of the server. */
export interface FeedItem {
  readonly key: string;
  readonly at: number;
  readonly render: () => ReactNode;
}

declare module '../../app/slots.ts' {
  interface FeatureSlots {
    /** A hook that returns items for the list of messages. */
    readonly useFeed?: () => readonly FeedItem[];
  }
}

/** The items of all features for the list of messages. */
export const useFeedItems = hookSlot(({ useFeed }) => useFeed);
