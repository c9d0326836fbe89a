import puppeteer from 'puppeteer';
import { readFile } from 'node:fs/promises';
const base = process.argv[2];
const bundle = await readFile('/tmp/core-srv/bundle/core.js', 'utf8');
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--auto-select-desktop-capture-source=Entire screen', '--autoplay-policy=no-user-gesture-required'] });
const room = await (async () => { const r = await fetch(`${base}/api/rooms`, { method: 'POST', headers: { 'content-type': 'application/json', origin: base }, body: JSON.stringify({ title: 'B' }) }); return r.json(); })();
const names = ['Ada', 'Bob', 'Eve'];
const pages = [];
for (const name of names) {
  const page = await browser.newPage();
  page.on('console', (m) => console.log(name, m.text()));
  page.on('pageerror', (e) => console.log(name, 'ERR', e.message));
  await page.setBypassCSP(true);
  await page.goto(`${base}/robots-none`);
  await page.addScriptTag({ content: bundle });
  pages.push(page);
}
const t0 = Date.now();
await Promise.all(pages.map((page, i) => page.evaluate(async (base, id, name) => {
  const s = await Core.Session.enter({ base, roomId: id, name, seats: Core.memorySeats() });
  window.s = s;
  s.store.subscribe((a, b) => { if (a.mediaLine !== b.mediaLine) console.log('media', JSON.stringify(a.mediaLine)); if (a.line !== b.line) console.log('line', JSON.stringify(a.line)); });
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 1280, height: 720 } });
  window.stream = stream;
  const t = performance.now();
  await Promise.all([s.media.publish('mic', stream.getAudioTracks()[0]), s.media.publish('camera', stream.getVideoTracks()[0])]);
  console.log('published in', Math.round(performance.now() - t));
}, base, room.id, names[i])));
const summary = async (page) => page.evaluate(async () => {
  const { recv } = await s.media.reports();
  const out = [];
  recv?.forEach((r) => { if (r.type === 'inbound-rtp') { const e = Object.values(s.store.getState().tracks).find((t) => t.track.id === r.trackIdentifier); if (r.mid !== 'probator') out.push([e ? e.member.slice(0, 3) + '/' + e.source : '?', r.kind, r.framesDecoded ?? Math.round(r.totalAudioEnergy * 1e4) / 1e4, r.frameHeight ?? '']); } });
  return { tracks: Object.keys(s.store.getState().tracks).length, streams: Core.stateOf(s.store.getState(), Core.media), speaking: s.store.getState().speaking, local: Object.entries(s.store.getState().local).map(([k, v]) => [k, v.state, v.muted]), out: JSON.stringify(out), stats: await s.media.stats() };
});
const attach = (page) => page.evaluate(() => { for (const t of Object.values(s.store.getState().tracks)) { const el = document.createElement(t.track.kind); el.srcObject = new MediaStream([t.track]); el.autoplay = true; el.muted = false; document.body.append(el); el.play?.().catch(() => {}); } });
globalThis.tools = { pages, browser, summary, attach, base, room };
const wait = (ms) => new Promise((r) => setTimeout(r, ms));
await wait(1500);
for (const p of pages) await attach(p);
await wait(3000);
console.log('after', Date.now() - t0);
for (const p of pages) console.log(await summary(p));
const step = process.argv[3];
const { default: run } = step ? await import(step) : { default: async () => {} };
await run({ pages, summary, attach, wait });
await Promise.all(pages.map((p) => p.evaluate(async () => { await s.leave(); return s.store.getState().line.reason; }).then((r) => console.log(r))));
await browser.close();
