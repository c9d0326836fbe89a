import { readFileSync } from 'node:fs';
import { type Plugin, transformWithOxc } from 'vite';

const source = new URL('src/embed/element.ts', import.meta.url);
const name = 'embed.js';

/** The element for other people's pages, as one classic script without imports. */
async function script(): Promise<string> {
  const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source.pathname, { sourcemap: false });
  // Only types were imported; what is left of the module must not be a module.
  return `(() => {\n${code.replaceAll(/^export\s*\{\s*\};?$/gm, '')}\n})();\n`;
}

/** Serves `/embed.js` at a fixed name: foreign pages name it. */
export function embedScript(): Plugin {
  return {
    name: 'plenum:embed-script',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: name, source: await script() });
    },
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (request.url?.split('?')[0] !== `/${name}`) return next();
        response.setHeader('content-type', 'text/javascript');
        void script().then((text) => response.end(text), next);
      });
    },
  };
}
