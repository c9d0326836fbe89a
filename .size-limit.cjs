const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const dist = join(__dirname, 'client/dist');
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const assets = readdirSync(join(dist, 'assets')).map((name) => join(dist, 'assets', name));

// What the page itself asks for, plus the words of a visitor in English. The Latin letters of the typeface (34 kB)
// come behind the first picture and are not counted.
const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => join(dist, path));
const first = assets.filter((path) => /\/en-[^/]*\.js$/.test(path));
// What an invitation link loads behind the first picture, while one types a name: the lines, and the meeting with all
// that it needs at once. Panels, board, slides, effects and pictures of emoji come when they are opened.
const session = assets.filter((path) => /\/session-[^/]*\.js$/.test(path));
const inside = [...assets.filter((path) => /\/inside-[^/]*\.js$/.test(path))];
for (const path of inside) {
  for (const [, name] of readFileSync(path, 'utf8').matchAll(/from\s*["']\.\/([^"']+\.js)["']/g)) {
    const needed = join(dist, 'assets', name);
    if (!inside.includes(needed)) inside.push(needed);
  }
}

module.exports = [
  { name: 'first client load', path: [join(dist, 'index.html'), ...named, ...first], gzip: true, limit: '260 kB' },
  {
    name: 'invitation link, with the meeting that is loaded in the background',
    path: [...new Set([...named, ...first, ...session, ...inside])],
    gzip: true,
    limit: '380 kB',
  },
];
