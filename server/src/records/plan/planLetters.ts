import type { Recurrence } from '@plenum/shared/api/plan/occurrences';
import * as z from 'zod/mini';
import type { MailQueue } from '../../mail/MailQueue.ts';
import type { LetterLanguage } from '../../mail/ports.ts';
import type { LetterRow, Store } from '../../storage/ports.ts';
import { letterLanguage } from '../letterLanguage.ts';
import type { PlanLetter, PlanLetters } from '../parts.ts';
import { calendarOf } from './calendar.ts';

interface Parts {
  readonly mail: Pick<MailQueue, 'prepare' | 'wake'>;
  readonly store: Pick<Store, 'ask'>;
  /** The address of this server, without a slash at its end. */
  readonly address: () => string;
  /** The address that sends. */
  readonly from: string;
}

const minuteMs = 60_000;
/** A letter that an earlier release stored has no such times. */
const Stored = z.object({ calendar: z.object({ held: z._default(z.array(z.number()), []) }) });

/** Writes the letters about planned meetings, in the language of the invited account, else of the person who plans. */
export function planLettersBy({ mail, store, address, from }: Parts): PlanLetters {
  return {
    async write(letter: PlanLetter): Promise<LetterRow> {
      const { kind, to, by, organisation, slug, plan, held, now, look } = letter;
      const here = address();
      const language = await letterLanguage(store, letter);
      const link = `${here}/s/${slug}`;
      const name = by === '' ? organisation : by;
      const content = calendarOf({ plans: [plan], link, now, organizer: { name, email: from } });
      const next = plan.times[0] ?? plan.cancelled?.[0] ?? plan.startsAt;
      const repeat = plan.recurrence ? ` · ${repeatIn(language, plan.recurrence)}` : '';
      return mail.prepare({
        kind,
        to,
        language,
        link,
        values: {
          server: new URL(here).host,
          by: name,
          title: plan.title,
          when: `${timeIn(language, plan, next)}${repeat}`,
        },
        look: { sender: look.sender, colour: look.colour },
        calendar: { method: plan.times.length === 0 ? 'CANCEL' : 'PUBLISH', content, held },
      });
    },
    heldIn: ({ letter }) => Stored.parse(JSON.parse(letter)).calendar.held,
    wake: () => mail.wake(),
  };
}

/** The time of a meeting on the clocks of its zone, with the zone. */
function timeIn(language: LetterLanguage, { zone, minutes }: PlanLetter['plan'], at: number): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: zone });
  return `${format.formatRange(at, at + minutes * minuteMs)} (${zone})`;
}

const every = {
  en: {
    day: ['every day', 'every {n} days'],
    week: ['every week', 'every {n} weeks'],
    month: ['every month', 'every {n} months'],
  },
  de: {
    day: ['jeden Tag', 'alle {n} Tage'],
    week: ['jede Woche', 'alle {n} Wochen'],
    month: ['jeden Monat', 'alle {n} Monate'],
  },
  es: {
    day: ['cada día', 'cada {n} días'],
    week: ['cada semana', 'cada {n} semanas'],
    month: ['cada mes', 'cada {n} meses'],
  },
} as const;
const inAll = { en: '{n} times', de: '{n}-mal', es: '{n} veces' } as const;

function repeatIn(language: LetterLanguage, { every: step, interval, times }: Recurrence): string {
  const [one, several] = every[language][step];
  const words = interval === 1 ? one : several.replace('{n}', String(interval));
  return times === undefined ? words : `${words}, ${inAll[language].replace('{n}', String(times))}`;
}
