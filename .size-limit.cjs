const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

const dist = join(__dirname, 'client/dist');
const assets = readdirSync(join(dist, 'assets')).map((name) => join(dist, 'assets', name));
const named = (pattern) => assets.filter((path) => pattern.test(path));

// What the page itself asks for, the words of a visitor in English, and the Latin letters of the typeface.
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const links = [...html.matchAll(/<(?!link rel="apple)[^>]* (?:src|href)="\/([^"]+)"/g)].map(([, path]) =>
  join(dist, path),
);
const page = [
  join(dist, 'index.html'),
  ...links,
  ...named(/\/en-[^/]*\.js$/),
  ...named(/-latin-wght-normal-[^/]*\.woff2$/),
];
// What an invitation link loads behind the first picture, while one types a name: the lines, and the meeting with all
// that it needs at once. Panels, board, slides, effects and pictures of emoji come when they are opened.
const invited = [...named(/\/lines-[^/]*\.js$/), ...named(/\/inside-[^/]*\.js$/)];
for (const path of invited) {
  for (const [, name] of readFileSync(path, 'utf8').matchAll(/from\s*["']\.\/([^"']+\.js)["']/g)) {
    const needed = join(dist, 'assets', name);
    if (!invited.includes(needed) && !page.includes(needed)) invited.push(needed);
  }
}

// One request more asks about the room.
const requests = [...page, ...invited].length + 1;
const mostRequests = 12;
if (requests > mostRequests) {
  const names = [...page, ...invited].map((path) => path.slice(dist.length)).join(' ');
  throw new Error(`An invitation link takes ${requests} requests, ${mostRequests} are the most: ${names}`);
}

// The bytes that a browser is sent: the file's compressed form, where the build has written one.
const sent = (paths) => paths.map((path) => (existsSync(`${path}.br`) ? `${path}.br` : path));
const asTheyAre = { gzip: false, brotli: false };

// Before there were accounts the same page was 223.0 kB and the same link 339.2 kB: a guest loads nothing of the service.
module.exports = [
  { name: 'first page, as it is sent', path: sent(page), limit: '222 kB', ...asTheyAre },
  {
    name: 'invitation link, with the meeting that is loaded in the background',
    path: sent([...page, ...invited]),
    limit: '339 kB',
    ...asTheyAre,
  },
];
