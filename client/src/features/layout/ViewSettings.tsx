import { useTranslation } from 'react-i18next';
import { usePreference } from '../../app/preferences/preferences.ts';
import { Select } from '../../ui/Select.tsx';

const counts = [4, 6, 9, 12, 16, 20, 25] as const;
const byWidth = 'auto';
const savings = ['off', 'small', 'sound'] as const;

/** Settings of tiles on a page, and of the bandwidth for cameras. */
export function ViewSettings() {
  const { t } = useTranslation();
  const [tiles, setTiles] = usePreference('tilesPerPage');
  const [saving, setSaving] = usePreference('dataSaving');
  return (
    <>
      <Select
        label={t('view.tiles')}
        options={[
          { id: byWidth, label: t('view.tilesByWidth') },
          ...counts.map((count) => ({ id: String(count), label: t('view.tilesCount', { count }) })),
        ]}
        chosen={tiles === null ? byWidth : String(tiles)}
        onChoose={(id) => setTiles(counts.find((count) => String(count) === id) ?? null)}
        placeholder=""
      />
      <div>
        <Select
          label={t('view.saving.title')}
          options={savings.map((id) => ({ id, label: t(`view.saving.${id}`) }))}
          chosen={saving}
          onChoose={(id) => setSaving(savings.find((one) => one === id) ?? 'off')}
          placeholder=""
        />
        <p className="pt-1 text-sm text-dim">{t('view.saving.hint')}</p>
      </div>
    </>
  );
}
