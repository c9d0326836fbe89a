import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { emojiData } from './emojiData.ts';

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

export default defineConfig({
  plugins: [onlyOurLanguages(), emojiData(), react(), tailwind()],
  build: {
    target: 'es2023',
    sourcemap: false,
    // The strict content security policy allows neither inline scripts nor data: fonts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: {
      '/api': server,
      '/socket.io': { target: server, ws: true },
      '/media': { target: server, ws: true },
    },
  },
});
