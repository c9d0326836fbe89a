import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { LanguageMenu, ThemeMenu } from '../preferences/AppearanceMenus.tsx';
import { cx } from '../../ui/cx.ts';
import { useTheme } from '../preferences/theme.ts';
import { useArrival } from './useArrival.ts';

interface Props {
  readonly title: string;
  /** One sentence that a screen reader says after the heading when this page takes another one's place. */
  readonly said?: string | undefined;
  readonly children: ReactNode;
  /** Where the name leads. */
  readonly home?: string;
  /** Beside the name. */
  readonly menu?: ReactNode;
  /** True for a page of several parts, which begins at the top. */
  readonly atTop?: boolean;
}

/** The frame of every page outside a meeting: the name at the left, language and colours at the right. */
export function PageFrame({ title, said, children, home = '/', menu, atTop = false }: Props) {
  const { t } = useTranslation();
  useTheme('page');
  const page = useRef<HTMLElement>(null);
  useArrival(page, said);
  return (
    <div className="flex min-h-dvh flex-col">
      <title>{`${title} · ${t('app.name')}`}</title>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-control focus:bg-surface focus:p-3"
      >
        {t('app.skipToContent')}
      </a>
      <header className="flex h-16 items-center justify-between gap-3 px-4 sm:px-6">
        <Link href={home} className="flex min-h-11 items-center gap-2.5 rounded-control text-lg font-bold">
          <img src="/icon.svg" alt="" width="30" height="30" />
          {t('app.name')}
        </Link>
        {menu}
        <div className="flex items-center gap-1">
          <LanguageMenu />
          <ThemeMenu />
        </div>
      </header>
      <main
        ref={page}
        id="content"
        tabIndex={-1}
        className={cx('flex flex-1 flex-col pb-4 outline-none sm:pb-20', !atTop && 'justify-center')}
      >
        {children}
      </main>
    </div>
  );
}
