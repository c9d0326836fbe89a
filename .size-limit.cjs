const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const dist = join(__dirname, 'client/dist');
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const assets = readdirSync(join(dist, 'assets')).map((name) => join(dist, 'assets', name));

// What the page itself asks for, plus the words of a visitor in English. The Latin letters of the typeface (34 kB)
// come behind the first picture and are not counted.
const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => join(dist, path));
const first = assets.filter((path) => /\/en-[^/]*\.js$/.test(path));
// What an invitation link loads behind the first picture, while one types a name.
const session = assets.filter((path) => /\/session-[^/]*\.js$/.test(path));

module.exports = [
  { name: 'first client load', path: [join(dist, 'index.html'), ...named, ...first], gzip: true, limit: '260 kB' },
  {
    name: 'invitation link, session in the background included',
    path: [...named, ...first, ...session],
    gzip: true,
    limit: '300 kB',
  },
];
