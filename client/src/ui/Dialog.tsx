import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';

interface Props {
  readonly open: boolean;
  readonly onClose?: () => void;
  readonly title: string;
  /** True for a question that needs care: a screen reader announces it at once. */
  readonly alert?: boolean;
  /** True for a dialog with more than some lines. */
  readonly wide?: boolean;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** A dialog over the page; Escape or a press beside it closes it. Without `onClose` only its `actions` do. */
export function Dialog({ open, onClose, title, alert = false, wide = false, children, actions }: Props) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(next) => !next && onClose?.()}
      isDismissable={onClose !== undefined}
      isKeyboardDismissDisabled={onClose === undefined}
      className="animate-fade fixed inset-0 z-50 grid grid-cols-[minmax(0,1fr)] place-items-end bg-black/55 sm:place-items-center sm:p-4"
    >
      <Modal className={cx('animate-rise w-full', wide ? 'sm:max-w-2xl' : 'sm:max-w-lg')}>
        <AriaDialog
          role={alert ? 'alertdialog' : 'dialog'}
          className="flex max-h-[90dvh] flex-col rounded-t-tile border border-line bg-surface text-text shadow-float outline-none sm:rounded-tile"
        >
          <div className="flex items-center justify-between gap-3 py-2 pr-2 pl-5">
            <Heading slot="title" className="text-lg font-bold">
              {title}
            </Heading>
            {onClose && (
              <Button look="quiet" square aria-label={t('app.close')} onPress={onClose}>
                <X aria-hidden="true" className="size-5" />
              </Button>
            )}
          </div>
          <div className="min-h-0 overflow-auto px-5 pb-5">{children}</div>
          {actions && <div className="flex flex-wrap justify-end gap-3 border-t border-line px-5 py-4">{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
