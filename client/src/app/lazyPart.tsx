import type { ParseKeys } from 'i18next';
import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * A component whose code is loaded when it is first shown.
 * @param load returns the component, as `async () => (await import('./Panel.tsx')).Panel`
 * @param words shown until the component is loaded; undefined: nothing is shown
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>, words?: ParseKeys): ComponentType<P> {
  const Part = lazy(async () => ({ default: await load() }));
  return function LazyPart(props: P) {
    return (
      <Suspense fallback={words === undefined ? null : <Waiting words={words} />}>
        <Part {...props} />
      </Suspense>
    );
  };
}

function Waiting({ words }: { readonly words: ParseKeys }) {
  const { t } = useTranslation();
  return <p className="p-4 text-dim">{t(words)}</p>;
}
