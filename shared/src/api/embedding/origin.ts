import * as z from 'zod/mini';

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** As browsers write it: lower case, no path, no default port. http only for this very computer, where it is secure. */
const origin = new RegExp(
  `^(?:https://${label}(?:\\.${label})*(?!:443$)|http://(?:localhost|127\\.0\\.0\\.1)(?!:80$))(?::[1-9]\\d{0,4})?$`,
);

/**
 * The origin of a web site, `https://school.example`. It becomes a word of a header, and is compared with what browsers say, so
 * that it has no sign that means something there.
 */
export const WebOrigin = z
  .string()
  .check(z.maxLength(200), z.regex(origin, 'This is not the origin of a web site, such as https://school.example.'));
