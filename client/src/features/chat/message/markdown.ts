import type { Mention } from '@plenum/shared/features/chat/contract';
import { piecesOf } from '@plenum/shared/features/chat/mentions';
import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { addBlockRules } from './blockRules.ts';
import { addInlineRules } from './inlineRules.ts';

/** Links to web pages and mail addresses only: no scripts, no files, no paths of this origin. */
const safeLink = /^(?:https?:\/\/|mailto:)/i;

const markdown = new MarkdownIt('default', { html: false, linkify: true, breaks: true, typographer: false });
// Headings and tables break a narrow column; pictures would tell their server who reads the message.
markdown.disable(['image', 'heading', 'lheading', 'table', 'hr', 'html_block', 'html_inline', 'reference', 'code']);
// Entities and brackets around an address are shown as typed, and so is the address.
markdown.disable(['entity', 'autolink']);
markdown.normalizeLinkText = (url) => url;
addInlineRules(markdown);
addBlockRules(markdown);
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
 * Signs that are no markup stay as typed (decision 0110).
 * Elements and not HTML text, which the page's policy refuses (decision 0064).
 */
export function renderMarkdown(text: string, mentions: readonly Mention[] = []): DocumentFragment {
  const clean = purify.sanitize(markdown.render(text), {
    ALLOWED_TAGS: ['a', 'strong', 'em', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'p', 'br'],
    ALLOWED_ATTR: ['href', 'target', 'rel'],
    ALLOWED_URI_REGEXP: safeLink,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  keepSpaces(clean);
  if (mentions.length > 0) markMentions(clean, mentions);
  return clean;
}

/** Keeps columns and indents: a browser shows several spaces as one, and none at the beginning of a line. */
function keepSpaces(root: DocumentFragment): void {
  for (const node of textsOf(root)) {
    if (node.parentElement?.closest('pre')) continue;
    const parts = (node.nodeValue ?? '').split(/([ \t]{2,}|(?<=\n)[ \t]+)/);
    if (parts.length === 1) continue;
    const fragment = document.createDocumentFragment();
    for (const [index, part] of parts.entries()) {
      const place = document.createElement('span');
      place.className = 'whitespace-pre-wrap';
      place.textContent = part;
      fragment.append(index % 2 === 1 ? place : part);
    }
    node.replaceWith(fragment);
  }
}

function textsOf(root: DocumentFragment): readonly Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
  return texts;
}

/** The words of a message without its markup, on one line. */
export function plainOf(text: string): string {
  return renderMarkdown(text).textContent.replaceAll(/\s+/g, ' ').trim();
}

/** Marks mentions after the cleaning, in text nodes only, so that no name can add markup. Links and code stay unchanged. */
function markMentions(root: DocumentFragment, mentions: readonly Mention[]): void {
  for (const node of textsOf(root)) {
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
