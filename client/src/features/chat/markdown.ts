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

/** The little markup of a chat message as harmless HTML: emphasis, code, lists, quotes, links that open elsewhere. */
export function renderMarkdown(text: string): string {
  return purify.sanitize(markdown.render(text), {
    ALLOWED_TAGS: ['a', 'strong', 'em', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'p', 'br'],
    ALLOWED_ATTR: ['href', 'start', 'target', 'rel'],
    ALLOWED_URI_REGEXP: safeLink,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}
