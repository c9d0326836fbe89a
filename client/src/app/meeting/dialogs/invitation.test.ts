import { describe, expect, it } from 'vitest';
import { calendarOf, mailOf, nextHour } from './invitation.ts';

const link = 'https://meet.example/r/spring-assembly';

describe('an invitation', () => {
  it('is a mail whose words survive the address', () => {
    const mail = new URL(mailOf('Assembly & more', `Join:\n${link}?a=b#c`));
    expect([mail.searchParams.get('subject'), mail.searchParams.get('body')]).toEqual([
      'Assembly & more',
      `Join:\n${link}?a=b#c`,
    ]);
  });

  it('is an appointment of an hour, with escaped and folded lines', async () => {
    const title = `Assembly; rent, repairs \\ ${'ä'.repeat(60)}`;
    const begin = Date.UTC(2026, 11, 1, 18);
    const file = await calendarOf({ title, link, id: 'one', begin, madeAt: begin - 1_000 });
    const lines = file.split('\r\n');
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    const unfolded = file.replaceAll('\r\n ', '');
    expect(unfolded).toContain(String.raw`SUMMARY:Assembly\; rent\, repairs \\ ää`);
    expect(unfolded).toContain('DTSTART:20261201T180000Z\r\nDTEND:20261201T190000Z\r\n');
    expect(unfolded).toContain(`URL;VALUE=URI:${link}\r\n`);
  });

  it('is proposed for the next full hour', () => {
    expect(nextHour(new Date(2026, 0, 9, 7, 5).getTime())).toBe('2026-01-09T08:00');
    expect(nextHour(new Date(2026, 0, 9, 23, 0).getTime())).toBe('2026-01-10T00:00');
  });
});
