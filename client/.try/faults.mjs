import { spawn, execSync } from 'node:child_process';
import { readFileSync, openSync } from 'node:fs';
export default async ({ pages, summary, attach, wait }) => {
  const pid = Number(readFileSync('/tmp/core-srv/pid', 'utf8'));
  const workers = execSync(`ps --ppid ${pid} -o pid=,args=`).toString().trim().split('\n').filter((l) => l.includes('mediasoup-worker')).map((l) => Number(l.trim().split(' ')[0]));
  console.log('--- kill worker', workers);
  await pages[0].evaluate(() => s.media.mute('mic', true));
  await wait(300);
  for (const w of workers) process.kill(w, 'SIGKILL');
  const t = Date.now();
  await Promise.all(pages.map((p) => p.evaluate(() => new Promise((r) => { const c = () => { const st = s.store.getState(); if (st.mediaLine.state === 'open' && Object.keys(st.tracks).length === 4) r(); else setTimeout(c, 10); }; setTimeout(c, 100); }))));
  console.log('tracks back in', Date.now() - t);
  for (const p of pages) await attach(p);
  await wait(2500);
  for (const p of pages) { const x = await summary(p); console.log(x.out, x.local.join(), JSON.stringify(x.streams)); }
  console.log('--- kill server');
  await pages[1].evaluate(() => { window.sent = []; for (let i = 0; i < 3; i++) s.send(Core.chat, 'send', { text: 'before ' + i }).then(() => sent.push(i), (e) => sent.push(e.code)); });
  await wait(30);
  process.kill(pid, 'SIGKILL');
  await wait(100);
  await pages[1].evaluate(() => { s.send(Core.chat, 'send', { text: 'while down' }).then(() => sent.push('down'), (e) => sent.push(e.code)); s.media.mute('camera', true); });
  await wait(2000);
  console.log(await pages[1].evaluate(() => JSON.stringify([s.store.getState().line, s.store.getState().mediaLine, s.store.getState().outbox.length])));
  const log = openSync('/tmp/core-srv/log', 'a');
  const child = spawn('node', ['server/src/main.ts'], { env: { ...process.env }, stdio: ['ignore', log, log], detached: true });
  (await import('node:fs')).writeFileSync('/tmp/core-srv/pid', String(child.pid));
  child.unref();
  const t2 = Date.now();
  await Promise.all(pages.map((p) => p.evaluate(() => new Promise((r) => { const c = () => { const st = s.store.getState(); if (st.line.state === 'open' && st.mediaLine.state === 'open' && Object.keys(st.tracks).length === 4 && Object.values(st.local).every((l) => l.state === 'live')) r(); else setTimeout(c, 10); }; setTimeout(c, 100); }))));
  console.log('all back in', Date.now() - t2);
  for (const p of pages) await attach(p);
  await wait(2500);
  for (const p of pages) { const x = await summary(p); console.log(x.out, x.local.join(), JSON.stringify(x.streams)); console.log(await p.evaluate(() => JSON.stringify(Core.stateOf(s.store.getState(), Core.chat).messages.map((m) => m.text)) + JSON.stringify(window.sent ?? '') + s.store.getState().outbox.length + Object.values(Core.stateOf(s.store.getState(), Core.presence).members).map((m) => m.name + m.online))); }
};
