import { TriangleAlert } from 'lucide-react';

/** What is wrong, and what to do about it. */
export function Problems({ words }: { readonly words: readonly string[] }) {
  return (
    <ul className="flex flex-col gap-1 text-sm text-amber-text">
      {words.map((line) => (
        <li key={line} className="flex items-start gap-2">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span>{line}</span>
        </li>
      ))}
    </ul>
  );
}

/** How far something is; without a part, that it goes on. */
export function Bar({ part, words }: { readonly part?: number; readonly words: string }) {
  return (
    <div className="flex flex-col gap-1 pb-1 text-sm text-dim">
      <span>{words}</span>
      <progress
        aria-label={words}
        {...(part === undefined ? {} : { value: part })}
        className="h-1.5 w-full overflow-hidden rounded-full accent-(--accent)"
      />
    </div>
  );
}
