/** A key of the keyboard, as printed on it. */
export function Key({ name }: { readonly name: string }) {
  return (
    <kbd className="inline-grid min-w-6 place-items-center rounded border border-edge/60 bg-surface px-1.5 font-sans text-xs leading-5 text-text">
      {name}
    </kbd>
  );
}
