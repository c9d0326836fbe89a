import { execSync } from 'node:child_process';
const sh = (c) => execSync(c, { stdio: 'inherit' });
export default async ({ pages, summary, wait }) => {
  sh('nft add table inet coretry && nft "add chain inet coretry in { type filter hook input priority 0; }" && nft add rule inet coretry in udp dport 44701 drop && nft add rule inet coretry in tcp dport 44701 drop');
  const t = Date.now();
  try { await wait(Number(process.env.BLOCK ?? 14000)); for (const p of pages) console.log((await summary(p)).out); } finally { sh('nft delete table inet coretry'); }
  console.log('unblocked', Date.now() - t);
  const t2 = Date.now();
  await Promise.all(pages.map((p) => p.evaluate(() => new Promise((r) => { const c = () => s.store.getState().mediaLine.state === 'open' ? r() : setTimeout(c, 20); c(); }))));
  console.log('open after', Date.now() - t2);
  for (const p of pages) console.log((await summary(p)).out);
  await wait(3000);
  for (const p of pages) console.log((await summary(p)).out);
};
