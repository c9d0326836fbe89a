import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { copyText } from '../../../ui/copyText.ts';
import { showToast } from '../../../ui/toasts.ts';

interface Props {
  readonly code: string;
  readonly onKept: () => void;
}

/** The code by which voters find their ballot again: shown once, kept nowhere. */
export function Receipt({ code, onKept }: Props) {
  const { t } = useTranslation();
  const copy = async () => {
    try {
      await copyText(code);
      showToast({ tone: 'good', words: t('poll.receipt.copied') });
    } catch {
      showToast({ tone: 'warning', words: t('poll.receipt.copyFailed', { code }) }, 0);
    }
  };
  return (
    <div className="flex flex-col gap-2 rounded-control border border-edge p-3">
      <p className="font-bold">{t('poll.receipt.title')}</p>
      <p className="font-bold tracking-wide tabular select-all">{code}</p>
      <p className="text-sm text-dim">{t('poll.receipt.body')}</p>
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => void copy()}>
          <Copy aria-hidden="true" className="size-4" />
          {t('poll.receipt.copy')}
        </Button>
        <Button look="quiet" onPress={onKept}>
          {t('poll.receipt.done')}
        </Button>
      </div>
    </div>
  );
}
