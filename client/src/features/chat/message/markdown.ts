import type { Mention } from '@plenum/shared/features/chat/contract';
import { piecesOf } from '@plenum/shared/features/chat/mentions';
import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';

/** Links to web pages and mail addresses only: no scripts, no files, no paths of this origin. */
const safeLink = /^(?:https?:\/\/|mailto:)/i;

const markdown = new MarkdownIt('default', { html: false, linkify: true, breaks: true, typographer: false });
// Headings and tables break a narrow column; pictures would tell their server who reads the message.
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
 * Renders the markup of a chat message as harmless elements: emphasis, code, lists, quotes, links that open in another tab.
 * Elements and not HTML text, which the page's policy refuses (decision 0064).
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

/** The words of a message without its markup, on one line. */
export function plainOf(text: string): string {
  return renderMarkdown(text).textContent.replaceAll(/\s+/g, ' ').trim();
}

/** Marks mentions after the cleaning, in text nodes only, so that no name can add markup. Links and code stay unchanged. */
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
