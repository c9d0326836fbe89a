import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './markdown.ts';

/** Inputs of attackers who want to run a script, load a picture or show a form in another person's page. */
const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](java&#10;script:alert(1))',
  '[x](&#x6A;avascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](vbscript:msgbox(1))',
  '[x](file:///etc/passwd)',
  '[x](blob:https://example.org/1)',
  '[x](//evil.example)',
  '[x](/api/rooms)',
  '[x](#content)',
  '<javascript:alert(1)>',
  '![x](https://tracker.example/pixel.gif)',
  '![x](x" onerror="alert(1))',
  '[x](https://a.example "onmouseover=alert(1)")',
  '[x](https://a.example" onmouseover="alert(1))',
  '[![x](https://tracker.example/p.gif)](https://a.example)',
  '<form action=https://evil.example><input name=p></form>',
  '<style>body{display:none}</style>',
  '<p style="position:fixed;inset:0">x</p>',
  '<div id="root" class="fixed">x</div>',
  '`<script>alert(1)</script>`',
  '```html"><script>alert(1)</script>\n<img src=x onerror=alert(1)>\n```',
  '~~<b onclick=alert(1)>x</b>~~',
  '> <details open ontoggle=alert(1)>',
  '- <object data="data:text/html,x">',
  '[x]: javascript:alert(1)\n\n[x]',
  'https://a.example/"onmouseover="alert(1)',
  'https://a.example/<script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--><img src=x onerror=alert(1)>-->',
  '<template><script>alert(1)</script></template>',
  '<a href="https://a.example" target="_self" rel="opener">x</a>',
];

const allowed = new Set(['A', 'STRONG', 'EM', 'S', 'CODE', 'PRE', 'BLOCKQUOTE', 'UL', 'OL', 'LI', 'P', 'BR']);

function htmlOf(text: string): string {
  const place = document.createElement('div');
  place.append(renderMarkdown(text));
  return place.innerHTML;
}

/** Returns the elements that a browser finds when it parses the HTML once more. */
function elementsOf(html: string): readonly Element[] {
  const place = document.createElement('div');
  place.innerHTML = html;
  return [...place.querySelectorAll('*')];
}

describe('renderMarkdown', () => {
  it.each(attacks)('renders nothing harmful: %s', (attack) => {
    for (const element of elementsOf(htmlOf(attack))) {
      expect(allowed).toContain(element.nodeName);
      const expected =
        element.nodeName === 'A' ? ['href', 'rel', 'target'] : element.nodeName === 'OL' ? ['start'] : [];
      for (const { name } of element.attributes) expect(expected).toContain(name);
      if (element.nodeName === 'A') expect(element.getAttribute('href')).toMatch(/^(https?:\/\/|mailto:)/);
    }
  });

  it('opens links in another tab, without a referrer', () => {
    const [link] = elementsOf(htmlOf('see https://example.org/a?b=c#d')).filter(({ nodeName }) => nodeName === 'A');
    expect(link?.getAttribute('href')).toBe('https://example.org/a?b=c#d');
    expect(link?.getAttribute('target')).toBe('_blank');
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer nofollow');
  });

  it('knows the little markup of a chat', () => {
    expect(htmlOf('**a** *b* ~~c~~ `d`')).toBe('<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>\n');
    expect(htmlOf('one\ntwo')).toContain('one<br>\ntwo');
    expect(htmlOf('- a\n- b')).toContain('<ul>');
    expect(htmlOf('> a')).toContain('<blockquote>');
    expect(htmlOf('[mail](mailto:a@example.org)')).toContain('href="mailto:a@example.org"');
  });

  it('leaves headings, tables and rules as they were written', () => {
    expect(htmlOf('# a')).toBe('<p># a</p>\n');
    expect(htmlOf('a | b\n--- | ---')).not.toContain('<table');
    expect(htmlOf('---')).not.toContain('<hr');
  });

  it('shows HTML as text', () => {
    expect(htmlOf('<b>bold</b>')).toContain('&lt;b&gt;bold&lt;/b&gt;');
  });
});
