import { describe, expect, it } from 'vitest';
import { together, type Sample } from './crowd/Sample.ts';
import { judgeGates, readGate } from './gates.ts';
import { histogramOf, spreadOf, sumOf } from './histogram.ts';
import { clock, Live, plainLine } from './Live.ts';
import { htmlOf } from './report/html.ts';
import { type Result, verdictOf, wordsOfResult } from './report/Result.ts';
import { csvOf, lipsOf, rowOf, type Second } from './Row.ts';
import { metricIn, slopePercentPerHour } from './ServerWatch.ts';
import { joinsOf, summarise } from './summarise.ts';

const nothing = together([]);
const sample = (fields: Partial<Sample>): Sample => ({ ...nothing, cpu: [0.2], ...fields });
const second = (at: number, phase: Second['phase'], fields: Partial<Sample>): Second => ({
  at,
  phase,
  bots: sample(fields),
  browsers: undefined,
  server: undefined,
  answerMs: 3,
  machineBusy: 0.5,
});
const head = { title: 'T', address: 'a', totalSeconds: 60, phase: 'All are here', people: 10, news: [] };

const seconds = [
  second(1, 'coming', { present: 5, sound: { received: 100, lost: 50 }, joinMs: histogramOf([200, 300]) }),
  second(2, 'staying', { present: 10, connected: 10, sound: { received: 900, lost: 1 }, soundMs: histogramOf([5, 9]) }),
  second(3, 'staying', {
    present: 10,
    connected: 10,
    sound: { received: 98, lost: 1 },
    chatMs: histogramOf([12]),
    said: 1,
    missing: 1,
  }),
];

function resultOf(more: Partial<Result> = {}): Result {
  const summary = summarise(seconds, 10);
  return {
    scenario: { name: 'mine', title: 'A <lesson>', about: '' },
    server: { address: 'https://meet.example', version: '1.2.3' },
    command: 'plenum-bench run mine',
    startedAt: '2026-11-30T10:20:30.000Z',
    rampSeconds: 1,
    machine: { processor: 'P', cores: 2, memoryGiB: 4, system: 'S', kernel: 'K', node: 'v24' },
    path: { loss: 0, delayMs: 0, jitterMs: 0, duplicate: 0 },
    seed: 1,
    summary,
    gates: [],
    events: [{ at: 2, what: 'a poll is open' }],
    failures: {},
    joins: joinsOf(seconds),
    rows: seconds.map(rowOf),
    ...more,
  };
}

describe('The figures of a test', () => {
  it('add up over processes', () => {
    const sum = together([
      sample({ present: 3, failures: { a: 1 }, cpu: [0.1] }),
      sample({ present: 4, failures: { a: 2 }, cpu: [0.5] }),
    ]);
    expect(sum).toMatchObject({ present: 7, failures: { a: 3 }, cpu: [0.5, 0.1] });
  });

  it('count loss only while all are there', () => {
    expect(summarise(seconds, 10)).toMatchObject({
      peak: 10,
      connected: 1,
      soundLoss: 0.002,
      packets: 998,
      chatMissing: 1,
    });
  });

  it('keep delays to a tenth of their size', () => {
    const { p50 = 0, max = 0 } = spreadOf(sumOf([histogramOf([10, 20]), histogramOf([30])])) ?? {};
    expect(p50).toBeGreaterThanOrEqual(20);
    expect(p50).toBeLessThan(22.1);
    expect(max).toBeLessThan(33.1);
    expect(spreadOf({})).toBeUndefined();
  });

  it('stand in a line of CSV a second, empty where nothing was measured', () => {
    const [names = '', first = ''] = csvOf(seconds.map(rowOf)).split('\n');
    expect(names.split(',').length).toBe(first.split(',').length);
    expect(first.startsWith('1,5,0,')).toBe(true);
    expect(first).toContain(',,');
  });

  it('find the slope of memory', () => {
    const points = Array.from({ length: 300 }, (_, index) => ({ seconds: index, value: 100 + index / 36 }));
    expect(slopePercentPerHour(points)).toBeGreaterThan(95);
    expect(slopePercentPerHour(points.slice(0, 50))).toBeUndefined();
  });

  it('read the metrics of a server', () => {
    const text = '# HELP x\nplenum_worker_load{worker="1"} 3\nplenum_worker_load{worker="2"} 4\nother 9\n';
    expect(metricIn(text, 'plenum_worker_load')).toBe(7);
    expect(metricIn(text, 'missing')).toBeUndefined();
  });

  it('tell how far the voice is from the lips, also over the turn of a second', () => {
    expect(lipsOf({ pictureMs: [200], soundMs: [240] })).toBe(40);
    expect(lipsOf({ pictureMs: [1_990], soundMs: [30] })).toBe(40);
    expect(lipsOf({ pictureMs: [], soundMs: [30] })).toBeUndefined();
  });
});

describe('Gates', () => {
  it.each([
    ['loss<0.1%', false],
    ['loss<=0.2%', true],
    ['join.p95 < 1s', true],
    ['chat.missing<1', false],
    ['connected>=100%', true],
    ['board.p99<1s', false],
  ])('%s holds: %s', (text, holds) => {
    expect(judgeGates([readGate(text)], summarise(seconds, 10))[0]?.holds).toBe(holds);
  });
});

describe('The display', () => {
  it('writes plain lines where there is no terminal', () => {
    const written: string[] = [];
    const live = new Live({ write: (text) => written.push(text) });
    live.show(rowOf(second(5, 'staying', { present: 9, failed: 1 })), { ...head, news: ['a poll is open'] });
    expect(written.join('')).toBe(
      '  00:05  a poll is open\n00:05  all are here  9/10 people  1 failed  0 packets  cpu 0.2\n',
    );
  });

  it('writes its table anew on a terminal, no wider than the window', () => {
    const written: string[] = [];
    const live = new Live({ write: (text) => written.push(text), isTTY: true, columns: 60 });
    const row = rowOf(second(5, 'staying', { present: 9 }));
    live.show(row, { ...head, address: 'https://a-very-long-name.of-a-server.example/r/abcd-efgh' });
    live.show(row, head);
    const first = (written[0] ?? '').split('\n');
    // oxlint-disable-next-line no-control-regex -- the display is made of them.
    expect(first.every((line) => line.replaceAll(/\u001b\[\d*m/g, '').length <= 60)).toBe(true);
    expect(written[1]).toBe(`\u001b[${first.length - 1}A\u001b[J`);
  });

  it('tells time as people do', () => {
    expect([clock(65), clock(3_725)]).toEqual(['01:05', '1:02:05']);
    expect(plainLine(rowOf(second(1, 'coming', {})), head)).toContain('00:01');
  });
});

describe('The report', () => {
  it('says in its first sentence how it went', () => {
    expect(verdictOf(resultOf())).toBe('10 people were in the meeting at once, and it was too much: see chat.');
    expect(verdictOf(resultOf({ gates: judgeGates([readGate('loss<0.1%')], summarise(seconds, 10)) }))).toContain(
      'a gate does not hold',
    );
    expect(verdictOf(resultOf({ brokenOff: 'The server stopped answering.' }))).toBe('The server stopped answering.');
    const full = summarise(
      seconds.map((one) => ({ ...one, machineBusy: 1 })),
      10,
    );
    expect(verdictOf(resultOf({ summary: full }))).toContain('This machine was full');
    expect(verdictOf(resultOf({ void: 'busy' }))).toContain('proves nothing');
  });

  it('is one page that loads nothing and shows texts as texts', () => {
    const page = htmlOf(resultOf({ failures: { 'cannot enter: <img src=x>': 3 } }));
    expect(page).toContain('A &lt;lesson&gt;');
    expect(page).not.toContain('<img src=x>');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
    expect(page).toContain("default-src 'none'");
  });

  it('leaves out plots without figures', () => {
    const page = htmlOf(resultOf());
    expect(page).toContain('How late the sound is');
    expect(page).not.toContain('What the browsers see');
  });

  it('ends at the terminal with what failed', () => {
    expect(wordsOfResult(resultOf({ failures: { 'cannot enter: full': 3 } })).join('\n')).toContain(
      '3 × cannot enter: full',
    );
  });
});
