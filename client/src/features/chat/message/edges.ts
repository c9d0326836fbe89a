/**
 * Where a run of markers is markup: at the edges of words, and nowhere else. `Nachbar*innen`, `2*3`, `__init__` and `C:\*.txt`
 * are words with signs in them, and their signs stay (decision 0110).
 */

/** Scripts without spaces between words. Two markers are markup there too; one may be a times sign. */
const spaceless = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}`;
const spacelessSigns = String.raw`\u3001-\u3003\u3008-\u3011\u3014-\u301f\u30fb\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f`;

const before = new RegExp(String.raw`(?:^|[\s\u3000${spacelessSigns}])[\p{Ps}\p{Pi}"'‚„“¿¡*_~]*$`, 'u');
const beforeInner = /^[*_~]*[\p{L}\p{N}\p{M}\p{S}\p{Ps}\p{Pi}\p{Pf}"'‚„“¿¡@#&§%`\\[]/u;
const after = new RegExp(String.raw`^[*_~\\]*[\p{Pe}\p{Pf}\p{Pi}"'“.,;:!?…]*(?:$|[\s\u3000–—${spacelessSigns}])`, 'u');
const afterInner = /(?:[\p{L}\p{N}\p{M}\p{S}\p{Pe}\p{Pf}\p{Pi}"'“.,;:!?…%‰`]|\ufe0f)\\?[*_~]*$/u;
const spacelessBefore = new RegExp(`[${spaceless}]$`, 'u');
const spacelessAfter = new RegExp(`^[${spaceless}]`, 'u');

/** The longest run of signs that is looked at beside a marker. */
const reach = 24;

/** Says whether the run from `start` to `end` may begin or end markup. `outside` is where the run begins with its escape. */
export function edgesOf(text: string, start: number, end: number, outside = start) {
  const left = text.slice(Math.max(0, outside - reach), outside);
  const right = text.slice(end, end + reach);
  const double = end - start > 1;
  return {
    open: beforeInner.test(right) && (before.test(left) || (double && spacelessBefore.test(left))),
    close: afterInner.test(left) && (after.test(right) || (double && spacelessAfter.test(right))),
  };
}

/** Returns the index behind the run of the same sign that begins at an index. */
export function endOfRun(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] === text[start]) end += 1;
  return end;
}
