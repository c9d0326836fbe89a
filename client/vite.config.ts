import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { embedScript } from './embedScript.ts';
import { emojiData } from './emojiData.ts';
import { packed } from './packed.ts';

const server = `http://localhost:${process.env.PLENUM_PORT ?? '4443'}`;

/** react-aria brings its words in 34 languages; only those that Plenum speaks go into the first load. */
function onlyOurLanguages(): Plugin {
  const words =
    /[\\/]react-(?:aria|stately|aria-components)[\\/]dist[\\/].*[\\/]intl[\\/].*[\\/]([a-z]{2})-[A-Z]{2}\.m?js$/;
  return {
    name: 'plenum:only-our-languages',
    enforce: 'pre',
    load(id) {
      const language = words.exec(id)?.[1];
      return language === undefined || ['en', 'es', 'de'].includes(language) ? undefined : 'export default undefined;';
    },
  };
}

/** By the end of its path, what a module becomes: no browser that can run this client gets to the code that is left out. */
const unused: Readonly<Record<string, string>> = {
  // Tests of the library, React Native, and Chromium before 111, which lacks `Promise.withResolvers` of 119.
  'mediasoup-client/lib/handlers/FakeHandler.js': 'exports.FakeHandler = undefined;',
  'mediasoup-client/lib/test/fakeParameters.js': '',
  'mediasoup-client/lib/handlers/ReactNative106.js': 'exports.ReactNative106 = undefined;',
  'mediasoup-client/lib/handlers/Chrome74.js': 'exports.Chrome74 = undefined;',
  // The room line is a WebSocket from the beginning.
  'engine.io-client/build/esm/transports/polling-xhr.js': 'export const XHR = undefined;',
  'engine.io-client/build/esm/transports/polling-fetch.js': 'export const Fetch = undefined;',
  'engine.io-client/build/esm/transports/webtransport.js': 'export const WT = undefined;',
  // A package's whole description, for one number that nobody reads.
  'protoo-client/package.json': '{ "version": "" }',
  'websocket/package.json': '{ "version": "" }',
};

/** Keeps out of the first load what no browser runs. */
function onlyWhatRuns(): Plugin {
  return {
    name: 'plenum:only-what-runs',
    enforce: 'pre',
    load: (id) => unused[id.replace(/^.*[\\/]node_modules[\\/]/, '').replaceAll('\\', '/')],
  };
}

/**
 * pdf.js fetches fonts, character maps and decoders by name when a document needs them: they are served as they are, from
 * a folder with the version in its name. What would run scripts of a document stays behind.
 */
function pdfFiles(): Plugin {
  const module = 'virtual:pdf-folder';
  const source = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const { version }: { version: string } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const folder = `assets/pdf-${version}/`;
  const names = ['cmaps', 'standard_fonts', 'wasm', 'iccs'].flatMap((part) =>
    readdirSync(join(source, part)).map((name) => `${part}/${name}`),
  );
  const served = names.filter((name) => !name.includes('quickjs'));
  return {
    name: 'plenum:pdf-files',
    resolveId: (id) => (id === module ? `\0${module}` : undefined),
    load: (id) => (id === `\0${module}` ? `export const pdfFolder = '/${folder}';` : undefined),
    generateBundle() {
      for (const name of served) {
        this.emitFile({ type: 'asset', fileName: folder + name, source: readFileSync(join(source, name)) });
      }
    },
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const name = served.find((one) => request.url === `/${folder}${one}`);
        if (name === undefined || !statSync(join(source, name)).isFile()) return next();
        if (name.endsWith('.js')) response.setHeader('content-type', 'text/javascript');
        createReadStream(join(source, name)).pipe(response);
      });
    },
  };
}

export default defineConfig({
  plugins: [pdfFiles(), emojiData(), embedScript(), onlyOurLanguages(), onlyWhatRuns(), react(), tailwind(), packed()],
  build: {
    target: 'es2023',
    sourcemap: false,
    // The strict content security policy allows neither inline scripts nor data: fonts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    // The first page is one file, and the meeting with its lines is one: many small files are larger together, and each
    // is a request. A group takes along what its modules import, unless a group before it has that already.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'] },
            { name: 'meeting', test: /client[\\/]src[\\/](?:app[\\/]entry[\\/]lines\.ts|inside\.tsx)$/ },
          ],
        },
      },
    },
  },
  // The same package under two names.
  resolve: { alias: { 'events-alias': 'events' } },
  server: {
    proxy: {
      // The server compares Origin and Host, so the browser's own Host must arrive.
      '/api': { target: server },
      '/socket.io': { target: server, ws: true },
      '/media': { target: server, ws: true },
    },
  },
});
