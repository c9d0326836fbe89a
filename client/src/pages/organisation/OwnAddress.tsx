import { aside } from '@plenum/shared/core/aside';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { useCopy } from '../home/useCopy.ts';

/** An address of this server that another program asks for. @param path of it */
export function OwnAddress({ label, path }: { readonly label: string; readonly path: string }) {
  const { t } = useTranslation('organisation');
  const copy = useCopy();
  const address = location.origin + path;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
        <span className="block text-dim">{label}</span>
        <code>{address}</code>
      </p>
      <Button onPress={() => aside(copy(address))} aria-label={`${t('bbb.copyAddress')}: ${label}`}>
        {t('bbb.copyAddress')}
      </Button>
    </div>
  );
}
