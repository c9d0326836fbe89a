import type { Space } from '@plenum/shared/api/space/contract';
import type { SpaceSettings } from '@plenum/shared/api/space/settings';
import { RoomTitle } from '@plenum/shared/core/text';
import * as z from 'zod/mini';

/** The settings as a form has them. */
export interface Draft {
  readonly title: string;
  readonly settings: SpaceSettings;
  /** The most people as typed; empty for as many as the tier allows. */
  readonly people: string;
}

/** The days from which a person chooses how long a space keeps. */
const keptDays = [7, 30, 90, 365] as const;

/** The choices of days, with the one that another program has set; 0: without an end. */
export function daysToChoose(days: number | undefined): readonly number[] {
  return [...new Set([0, ...keptDays, ...(days === undefined ? [] : [days])])];
}

/** Sets the days of the history, or those of recordings; 0 for without an end. */
export function withDays(settings: SpaceSettings, part: 'days' | 'recordingDays', days: number): SpaceSettings {
  const { [part]: _before, ...others } = settings;
  return days === 0 ? others : { ...others, [part]: days };
}

export const mostPeople = { min: 2, max: 10_000 } as const;

/** The form of a space. */
export function draftOf({ title, settings }: Space): Draft {
  return { title, settings, people: settings.people === undefined ? '' : String(settings.people) };
}

/** What is wrong with a form, by field. */
export function wrongIn({ title, people }: Draft): { readonly title: boolean; readonly people: boolean } {
  const number = Number(people);
  const fits = Number.isInteger(number) && number >= mostPeople.min && number <= mostPeople.max;
  return { title: !z.safeParse(RoomTitle, title).success, people: people.trim() !== '' && !fits };
}

/** The change that a form without errors asks for. */
export function changeOf({ title, settings: { people: _before, ...settings }, people }: Draft): {
  readonly title: string;
  readonly settings: SpaceSettings;
} {
  return { title, settings: { ...settings, ...(people.trim() !== '' && { people: Number(people) }) } };
}
