import type { Mention } from '@plenum/shared/features/chat/contract';
import { piecesOf } from '@plenum/shared/features/chat/mentions';
import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';

/** Only what opens a page or a mail; never a script, a file or this origin's own paths. */
const safeLink = /^(?:https?:\/\/|mailto:)/i;

const markdown = new MarkdownIt('default', { html: false, linkify: true, breaks: true, typographer: false });
// Headings and tables break a narrow column; pictures would tell their server who reads along.
markdown.disable(['image', 'heading', 'lheading', 'table', 'hr', 'html_block', 'html_inline', 'reference', 'code']);
markdown.validateLink = (url) => safeLink.test(url);
markdown.linkify.set({ fuzzyEmail: false });
markdown.linkify.add('ftp:', null);

const purify = DOMPurify();
purify.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName !== 'A') return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer nofollow');
});

/**
 * The little markup of a chat message as harmless elements: emphasis, code, lists, quotes, links that open elsewhere.
 * Elements and not a text, which the page's policy would not let into the document.
 */
export function renderMarkdown(text: string, mentions: readonly Mention[] = []): DocumentFragment {
  const clean = purify.sanitize(markdown.render(text), {
    ALLOWED_TAGS: ['a', 'strong', 'em', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'p', 'br'],
    ALLOWED_ATTR: ['href', 'start', 'target', 'rel'],
    ALLOWED_URI_REGEXP: safeLink,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  if (mentions.length > 0) markMentions(clean, mentions);
  return clean;
}

/** After the cleaning, with text nodes only: no name can bring markup along. Links and code stay as they are. */
function markMentions(root: DocumentFragment, mentions: readonly Mention[]): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Node[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const node of texts) {
    if (node.parentElement?.closest('a, code')) continue;
    const pieces = piecesOf(node.nodeValue ?? '', mentions);
    if (pieces.every(({ mention }) => mention === undefined)) continue;
    node.parentNode?.replaceChild(fragmentOf(pieces), node);
  }
}

function fragmentOf(pieces: ReturnType<typeof piecesOf>): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const { text, mention } of pieces) {
    const place = document.createElement('mark');
    place.className = 'mention';
    place.textContent = text;
    fragment.append(mention ? place : text);
  }
  return fragment;
}
