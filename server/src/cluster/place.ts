import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { Place } from './Directory.ts';

const address = z.string().check(z.maxLength(300));
const MediaPlace = z.object({
  host: z.string().check(z.maxLength(255)),
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  region: z.optional(z.string().check(z.maxLength(40))),
});
export const PlaceOfNode = z.object({
  node: z.string().check(z.maxLength(40)),
  roomUrl: address,
  mediaUrl: address,
  inner: z.optional(address),
  media: z.optional(MediaPlace),
});

/** Reads the addresses of a node. @throws AppError `unavailable` when a node of another version wrote them */
export function readPlace(node: string, text: string): Place {
  const place = PlaceOfNode.safeParse(JSON.parse(text));
  if (!place.success) throw new AppError('unavailable', `The addresses of node ${node} are not understood.`);
  return place.data;
}
