import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { countOf } from '../histogram.ts';
import { clock } from '../Live.ts';
import { type Card, cardsOf } from './cards.ts';
import { plotsOf } from './plots.ts';
import { type Result, verdictOf } from './Result.ts';

const beside = (name: string) => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
const require = createRequire(import.meta.url);
const uplot = (name: string) => readFileSync(join(dirname(require.resolve('uplot')), name), 'utf8');

/** Text as HTML shows it. */
function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  const safe = text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);
  // A figure and its unit stay together.
  return safe.replaceAll(/(\d) (ms|s|%|MiB|GiB)(?![\w])/g, '$1\u00a0$2');
}

/** Data for a script in the page: no end of the script and no comment can begin in it. */
function embedded(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

/** The report as one page that needs nothing else. @param picture PNG */
export function htmlOf(result: Result, picture?: Uint8Array): string {
  const verdict = verdictOf(result);
  const plots = plotsOf(result.rows);
  const data = { plots, events: result.events, rampSeconds: result.rampSeconds, joins: joinCurve(result) };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${escaped(`${result.scenario.title}: ${verdict}`)}</title>
<style>${uplot('uPlot.min.css')}${beside('page.css')}</style>
</head>
<body>
<header>
<p class="over">Load test of ${escaped(result.server.address)}</p>
<h1 class="${gradeOfAll(result)}">${escaped(verdict)}</h1>
<p class="under">${escaped(underOf(result))}</p>
${result.void === undefined ? '' : `<p class="banner">${escaped(result.void)}</p>`}
</header>
<main>
<section class="cards" aria-label="What was found">${cardsOf(result.summary).map(cardHtml).join('')}</section>
${gatesHtml(result)}
${failuresHtml(result)}
<section aria-labelledby="plots"><h2 id="plots">How it went</h2>
<p class="note">Point at a plot: all others show the same second. The shaded time is the one in which people come.</p>
<div class="plots">${plots.map(({ title, words }, index) => plotHtml(`plot-${index}`, title, words)).join('')}${
    data.joins === undefined
      ? ''
      : plotHtml(
          'joins',
          'How long joining took',
          'How many of 100 were in after so many seconds. The steeper, the better.',
        )
  }</div></section>
${eventsHtml(result)}
${picture ? `<section aria-labelledby="seen"><h2 id="seen">What a browser showed at the end</h2><img class="seen" alt="The meeting in a browser at the end of the test" src="data:image/png;base64,${Buffer.from(picture).toString('base64')}"></section>` : ''}
${aboutHtml(result)}
</main>
<script type="application/json" id="data">${embedded(data)}</script>
<script>${uplot('uPlot.iife.min.js')}</script>
<script>${beside('page.js')}</script>
</body>
</html>
`;
}

function gradeOfAll(result: Result): Card['grade'] {
  if (result.void !== undefined) return 'none';
  if (result.brokenOff !== undefined || result.gates.some(({ holds }) => !holds)) return 'bad';
  const grades = cardsOf(result.summary).map(({ grade }) => grade);
  return grades.includes('bad') ? 'bad' : grades.includes('fair') ? 'fair' : 'good';
}

function underOf({ scenario, startedAt, rows, server, path }: Result): string {
  const when = startedAt.replace('T', ' ').slice(0, 16);
  const parts = [
    path.loss > 0 ? `${path.loss * 100} % lost` : '',
    path.delayMs > 0 ? `${path.delayMs} ms later` : '',
    path.jitterMs > 0 ? `up to ${path.jitterMs} ms unevenly` : '',
  ];
  const bad = parts.filter(Boolean).join(', ');
  return `${scenario.title}, ${clock(rows.at(-1)?.second ?? 0)} long, ${when} UTC. Plenum ${server.version}.${bad === '' ? '' : ` On the way, each packet of media was: ${bad}.`}`;
}

const grades = { good: 'good', fair: 'noticeable', bad: 'too much', none: '' };

function cardHtml({ name, grade, figure, words, meaning }: Card): string {
  return `<article class="card ${grade}"><h3>${escaped(name)}<span class="grade">${grades[grade]}</span></h3><p class="figure">${escaped(figure)}</p><p>${escaped(words)}</p><p class="meaning">${escaped(meaning)}</p></article>`;
}

function plotHtml(id: string, title: string, words: string): string {
  return `<figure><figcaption><h3>${escaped(title)}</h3><p>${escaped(words)}</p></figcaption><div class="plot" id="${id}" role="img" aria-label="${escaped(`${title}. ${words}`)}"></div></figure>`;
}

function gatesHtml({ gates }: Result): string {
  if (gates.length === 0) return '';
  const rows = gates.map(({ gate, value, unit, holds }) => {
    const seen = value === undefined ? 'nothing was measured' : `${Math.round(value * 1_000) / 1_000} ${unit}`;
    return `<tr class="${holds ? 'good' : 'bad'}"><td>${escaped(gate.text)}</td><td>${escaped(seen)}</td><td>${holds ? 'holds' : 'does not hold'}</td></tr>`;
  });
  return `<section aria-labelledby="gates"><h2 id="gates">Gates</h2><div class="wide"><table><thead><tr><th>Gate</th><th>Measured</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function failuresHtml({ failures }: Result): string {
  const all = Object.entries(failures).toSorted(([, a], [, b]) => b - a);
  if (all.length === 0) return '';
  const rows = all
    .slice(0, 50)
    .map(([words, count]) => `<tr class="bad"><td>${count}</td><td>${escaped(words)}</td></tr>`);
  return `<section aria-labelledby="failures"><h2 id="failures">What did not work</h2><div class="wide"><table><thead><tr><th>Times</th><th>What</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function eventsHtml({ events }: Result): string {
  if (events.length === 0) return '';
  const rows = events.slice(0, 200).map(({ at, what }) => `<tr><td>${clock(at)}</td><td>${escaped(what)}</td></tr>`);
  return `<section aria-labelledby="events"><h2 id="events">What happened when</h2><div class="wide"><table><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function aboutHtml({ scenario, command, machine, seed }: Result): string {
  const facts = [
    ['Scenario', `${scenario.title}. ${scenario.about}`],
    ['Command', command],
    ['Random seed', String(seed)],
    [
      'Load made by',
      `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, kernel ${machine.kernel}, Node ${machine.node}`,
    ],
  ];
  const rows = facts.map(([name = '', value = '']) => `<tr><th>${name}</th><td>${escaped(value)}</td></tr>`);
  return `<section aria-labelledby="about"><h2 id="about">How it was measured</h2><div class="wide"><table>${rows.join('')}</table></div>
<p class="note">Bots are clients of Plenum without a browser. They send encoded clips in real time, and count what arrives by the numbers in its headers. All bots and browsers share the clock of one machine, so delays need no other one. The seconds stand in seconds.csv, the figures in report.json.</p></section>`;
}

/** How many of 100 had joined after so many seconds. */
function joinCurve({ joins }: Result): { readonly seconds: number[]; readonly share: number[] } | undefined {
  const total = countOf(joins);
  if (total < 2) return undefined;
  const buckets = Object.entries(joins)
    .map(([bucket, count]) => ({ seconds: (0.1 * 1.1 ** Number(bucket)) / 1_000, count }))
    .toSorted((a, b) => a.seconds - b.seconds);
  let seen = 0;
  const curve = buckets.map(({ seconds, count }) => ({ seconds, share: ((seen += count) * 100) / total }));
  return { seconds: [0, ...curve.map(({ seconds }) => seconds)], share: [0, ...curve.map(({ share }) => share)] };
}
