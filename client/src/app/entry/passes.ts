import '../../core/jitless.ts';
import { UsePassOutput } from '@plenum/shared/api/room/contract';
import * as z from 'zod/mini';
import { tabStorage } from '../../core/storage.ts';

const placeOf = (room: string) => `plenum.admission.${room}`;

/** The pass in a link; undefined in every other one. */
export function passInLink(hash: string): string | undefined {
  return /^#pass=([A-Za-z0-9]{16,64})$/.exec(hash)?.[1];
}

/** The admission of this tab to a room, which a program gave; undefined without one. */
export function admissionTo(room: string): UsePassOutput | undefined {
  try {
    return z.safeParse(UsePassOutput, JSON.parse(tabStorage.load(placeOf(room)) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

/** Keeps an admission for this tab, over a reload. */
export function keepAdmission(room: string, admission: UsePassOutput): void {
  tabStorage.save(placeOf(room), JSON.stringify(admission));
}
